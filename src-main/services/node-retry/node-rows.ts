import type { ListedNode, NodeRow, NodeSight } from '../../contract/node-retry.ts';
import {
  controlPlaneWarning,
  nodeVerdicts,
  isFailedPhase,
  type NodeVerdict,
} from '../../contract/node-retry-words.ts';
import { directionOf, isDoubtful, type NodeSource, type SourceNode } from '../../engines/node-retry/index.ts';

const actionOf = ({ allowed, because }: NodeVerdict): NodeRow['actions']['retry'] =>
  because === null ? { allowed } : { allowed, because };

/** A node as it is listed. `failedAt`: when its pod failed, where that is known. */
export function toRow(node: SourceNode, failedAt: number | undefined): NodeRow {
  const { name, phase, machinePhase, cluster, workspace, isControlPlane } = node;
  const { retry, manage, unmanage } = nodeVerdicts(node);
  return {
    name,
    phase,
    machinePhase,
    cluster: cluster === '' ? null : cluster,
    workspace,
    isControlPlane,
    failedSince: isFailedPhase(phase) ? (failedAt ?? null) : null,
    actions: { retry: actionOf(retry), manage: actionOf(manage), unmanage: actionOf(unmanage) },
  };
}

interface Reading {
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

function listed(row: NodeRow, nowMs: number): ListedNode {
  const { failedSince } = row;
  return failedSince === null ? row : { ...row, failedFor: Math.max(0, nowMs - failedSince) };
}

/** By name. */
export async function listNodes(source: NodeSource, { nowMs, signal }: Reading): Promise<ListedNode[]> {
  const [nodes, failures] = await Promise.all([source.list(signal), source.failures(signal)]);
  return nodes
    .map((node) => listed(toRow(node, failures.get(node.name)), nowMs))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** Reads one node with what is there of its failure. */
export async function showNode(
  source: NodeSource,
  name: string,
  { nowMs, signal }: Reading,
): Promise<Omit<NodeSight, 'attempts' | 'target'>> {
  const node = await source.read(name, signal);
  const evidence = isFailedPhase(node.phase)
    ? await source.evidence(node, directionOf(node.phase), signal)
    : null;
  const ends = evidence?.pods.flatMap(({ endedAt }) => endedAt ?? []) ?? [];
  return {
    ...listed(toRow(node, ends.length === 0 ? undefined : Math.max(...ends)), nowMs),
    hostName: node.hostName,
    evidence,
    warning: isDoubtful(node) ? controlPlaneWarning : null,
  };
}
