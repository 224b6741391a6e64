import { AppError } from '../../contract/errors.ts';
import type { NodeOrder } from '../../contract/node-retry.ts';
import { isFailedPhase } from '../../contract/node-retry-words.ts';
import { refusalOf, type NodeRetryWorld, type SourceNode } from '../../engines/node-retry/index.ts';

type Looking = Pick<NodeRetryWorld, 'source' | 'clock' | 'claimant'>;

/** What a run works from. */
export interface OrderedNodes {
  readonly names: string[];
  /** The cluster that nodes are brought into; null for another action. */
  readonly into: string | null;
}

/**
 * The nodes that an order names or chooses, each once. Where nothing at all could be done, throws what stands against the
 * first of them; what stands against one of several is told by the run.
 */
export async function orderedNodes(
  order: NodeOrder,
  world: Looking,
  signal: AbortSignal,
): Promise<OrderedNodes> {
  const { action, allFailed, names, into } = order;
  if (allFailed && action !== 'retry') {
    throw onlyRetried();
  }
  const single = names.length === 1 && !allFailed && action !== 'manage';
  const nodes = single ? [] : await world.source.list(signal);
  const chosen = nodes.filter(
    ({ phase, cluster }) => allFailed && isFailedPhase(phase) && (into === null || cluster === into),
  );
  const all = [...new Set([...names, ...chosen.map(({ name }) => name)])];
  if (all.length === 0) {
    throw allFailed ? noneFailed() : nothingNamed();
  }
  const found = new Map(nodes.map((node) => [node.name, node]));
  const read = async (name: string): Promise<SourceNode> =>
    found.get(name) ?? (await world.source.read(name, signal));
  await requireOne(all, { action, read, world }, signal);
  return { names: all, into: action === 'manage' ? (into ?? onlyCluster(nodes)) : null };
}

interface Asked {
  readonly action: NodeOrder['action'];
  readonly read: (name: string) => Promise<SourceNode>;
  readonly world: Looking;
}

/** Throws what stands against the first node where something stands against each. */
async function requireOne(
  names: readonly string[],
  { action, read, world }: Asked,
  signal: AbortSignal,
): Promise<void> {
  let first: unknown = null;
  for (const name of names) {
    try {
      const refusal = await refusalOf(action, await read(name), { world, signal });
      if (refusal === null) {
        return;
      }
      first ??= refusal;
    } catch (thrown) {
      first ??= thrown;
    }
  }
  throw first;
}

/** The cluster that the nodes there are belong to, where that is one. */
function onlyCluster(nodes: readonly SourceNode[]): string {
  const all = [...new Set(nodes.flatMap(({ cluster }) => cluster ?? []))].sort();
  const [only] = all;
  if (only !== undefined && all.length === 1) {
    return only;
  }
  const known = all.join(', ');
  throw new AppError('USAGE', {
    zh: `请用 --cluster 指定要加入的集群${known === '' ? '' : `（现有：${known}）`}。`,
    en: `Name the cluster to bring the nodes into with --cluster${known === '' ? '' : ` (there are ${known})`}.`,
  });
}

const onlyRetried = (): AppError =>
  new AppError('USAGE', {
    zh: '--all-failed 只用于 node retry。',
    en: '--all-failed is for node retry only.',
  });

const nothingNamed = (): AppError =>
  new AppError('USAGE', { zh: '请指定节点的名称。', en: 'Name the nodes.' });

const noneFailed = (): AppError =>
  new AppError('NODE_NOT_FOUND', {
    zh: '没有处于失败状态的节点。',
    en: 'No node is in a failed phase.',
  });
