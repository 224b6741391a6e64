/** What stands against an action on a node, looked at in the order in which Primus-SaFE looks. */
import { AppError } from '../../contract/errors.ts';
import { nodeActionWords, type NodeAction } from '../../contract/node-retry-names.ts';
import { nodeVerdict } from '../../contract/node-retry-words.ts';
import type { MissingRight, NodeClaim, NodeRetryWorld, SourceNode } from './ports.ts';

/** A claim older than this belongs to a run that has died. */
const staleAfterMs = 15 * 60_000;

/** `words`: as the API of Primus-SaFE says it. */
export function rightMissing({ verb, resource }: MissingRight): AppError {
  const text = {
    zh: `当前用户没有 ${verb} ${resource} 的权限。请换用有权限的用户，或请集群管理员授权。`,
    en: `The user of this connection may not ${verb} ${resource}. Use a user with this permission, or ask the cluster administrator to grant it.`,
  };
  return new AppError('API_FORBIDDEN', text, { data: { verb, resource, words: 'Forbidden' } });
}

/** Null where the phase of the node and what it needs allow the action. */
export function refusedBy(action: NodeAction, node: SourceNode): AppError | null {
  const { allowed, because, precondition } = nodeVerdict(action, node);
  if (allowed || because === null) {
    return null;
  }
  const text = {
    zh: `不能${nodeActionWords[action].zh}节点 ${node.name}：${because.zh}。`,
    en: `Node ${node.name} cannot be ${doneWord[action]}: ${because.en}.`,
  };
  const data = { node: node.name, phase: node.phase, precondition, words: because.en };
  return new AppError(precondition === null ? 'NODE_PHASE' : 'NODE_BLOCKED', text, { data });
}

const doneWord: Readonly<Record<NodeAction, string>> = {
  retry: 'retried',
  manage: 'managed',
  unmanage: 'unmanaged',
};

const isFresh = ({ at }: NodeClaim, nowMs: number): boolean => {
  const since = nowMs - Date.parse(at);
  return since < staleAfterMs && since > -staleAfterMs;
};

/** NODE_CLAIMED where another home works on the node now; what this home does is kept apart by its holds. */
export function claimedByOther(
  { name, claim }: SourceNode,
  { home, nowMs }: { readonly home: string; readonly nowMs: number },
): AppError | null {
  if (claim === null || claim.home === home || !isFresh(claim, nowMs)) {
    return null;
  }
  const { run, by, at } = claim;
  const text = {
    zh: `节点 ${name} 正由 ${by} 的执行任务 ${run} 处理（始于 ${at}）。请等它结束；若它已中断，15 分钟后可再试。`,
    en: `Node ${name} is being worked on by run ${run} of ${by} (since ${at}). Wait until it has ended; if it has died, retry 15 minutes after it began.`,
  };
  const words = `node is being retried by run ${run} of ${by} since ${at}`;
  return new AppError('NODE_CLAIMED', text, { data: { node: name, run, by, at, words } });
}

type Looking = Pick<NodeRetryWorld, 'source' | 'clock' | 'claimant'>;

/** The right first, as it is asked; then the phase, what the action needs, and whether somebody else is at it. */
export async function refusalOf(
  action: NodeAction,
  node: SourceNode,
  { world: { source, clock, claimant }, signal }: { readonly world: Looking; readonly signal: AbortSignal },
): Promise<AppError | null> {
  const missing = await source.missingRight(action, signal);
  if (missing !== null) {
    return rightMissing(missing);
  }
  const { home } = claimant;
  return refusedBy(action, node) ?? claimedByOther(node, { home, nowMs: clock.now() });
}
