/** Nodes through the API server of Primus-SaFE, which deletes pods and writes phases itself. */
import { isAppError } from '../../contract/errors.ts';
import { isNodePhase } from '../../contract/node-retry-words.ts';
import type { NodeEvidence } from '../../contract/node-retry.ts';
import type { NodeSource, PrimusNode, PrimusNodes, SourceNode } from './ports.ts';

/** That API shows a node that is ready as `Ready`: whether it is managed is told by its cluster. */
function phaseOf({ phase, clusterId }: PrimusNode): string {
  if (phase !== 'Ready') {
    return phase;
  }
  return clusterId === null ? 'Unmanaged' : 'Managed';
}

function fromPrimus(node: PrimusNode): SourceNode {
  const phase = phaseOf(node);
  const isKnown = isNodePhase(phase);
  return {
    name: node.name,
    uid: '',
    resourceVersion: '',
    phase,
    // It tells the phase of the machine where that is not ready, and else that of the node.
    machinePhase: isKnown ? 'Ready' : phase,
    hostName: null,
    isControlPlane: node.isControlPlane,
    workspace: node.workspaceId,
    wanted: node.clusterId,
    // Of a node that has failed it may tell no cluster, although the server knows it.
    cluster: node.clusterId ?? (phase.endsWith('Failed') && isKnown ? '' : null),
    claim: null,
    conditions: [],
  };
}

async function evidenceOf(nodes: PrimusNodes, node: SourceNode, signal: AbortSignal): Promise<NodeEvidence> {
  const bare = { node: node.name, phase: node.phase, conditions: [], pods: [], missing: [] };
  try {
    const log = await nodes.log(node.name, signal);
    const pod = { reason: null, endedAt: null, events: [], phase: '' };
    return log === null
      ? bare
      : { ...bare, pods: [{ ...pod, name: log.pod, uid: log.pod, log: log.text.slice(-40_000) }] };
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'API_FORBIDDEN') {
      return { ...bare, missing: ['nodes/logs'] };
    }
    throw thrown;
  }
}

export function createPrimusSource(nodes: PrimusNodes): NodeSource {
  return {
    server: nodes.server,
    retriesItself: true,
    list: async (signal) => (await nodes.list(signal)).map(fromPrimus),
    read: async (name, signal) => fromPrimus(await nodes.read(name, signal)),
    // It cannot be asked; a refusal comes with the call.
    missingRight: () => Promise.resolve(null),
    claim: () => Promise.resolve(false),
    pods: () => Promise.resolve([]),
    evidence: (node, _direction, signal) => evidenceOf(nodes, node, signal),
    deletePod: () => Promise.resolve(),
    hasPod: () => Promise.resolve(false),
    reset: ({ name }, { signal }) => nodes.retry(name, signal),
    async assign({ name, cluster: from }, into, signal) {
      const cluster = into ?? from ?? '';
      await nodes.change({ cluster, node: name, action: into === null ? 'remove' : 'add' }, signal);
    },
    failures: () => Promise.resolve(new Map()),
    // It has no watch: whoever follows looks again by itself.
    follow: () => () => undefined,
    close: () => nodes.close(),
  };
}
