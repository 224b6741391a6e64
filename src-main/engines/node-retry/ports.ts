/** What the engine that retries nodes needs of the world. */
import type { NodeAction } from '../../contract/node-retry-names.ts';
import type { NodeEvidence } from '../../contract/node-retry.ts';
import type { NodeFacts } from '../../contract/node-retry-words.ts';
import type { Clock } from '../../runner/ports.ts';

/** Who works on a node, as it stands in the annotation of the node. */
export interface NodeClaim {
  /** Of the home; other homes tell each other apart by it. */
  readonly home: string;
  readonly run: string;
  readonly by: string;
  /** RFC 3339 */
  readonly at: string;
}

export interface SourceNode extends NodeFacts {
  readonly name: string;
  readonly uid: string;
  /** Empty where the source has none. */
  readonly resourceVersion: string;
  /** What the machine calls itself. */
  readonly hostName: string | null;
  /** The cluster that it is to be in; null for none. */
  readonly wanted: string | null;
  readonly claim: NodeClaim | null;
  readonly conditions: NodeEvidence['conditions'];
}

export interface NodePod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** Whether the pods of a node bring it into its cluster, or out of it. */
export type Direction = 'up' | 'down';

export interface MissingRight {
  readonly verb: string;
  /** `nodes.amd.com/status` */
  readonly resource: string;
}

export interface ResetRequest {
  /** The phase that it starts again from. */
  readonly to: 'Managing' | 'Unmanaging';
  readonly signal: AbortSignal;
}

/**
 * Where nodes are read and changed: the objects of a management cluster, or the API server of Primus-SaFE. Calls throw
 * NODE_NOT_FOUND, API_FORBIDDEN, API_CONFLICT for a node that was changed since it was read, or what went wrong on the way.
 */
export interface NodeSource {
  /** Such as `https://10.0.0.1:6443`. */
  readonly server: string;
  /** Whether the other side deletes the pods of a node that is retried, and writes its phase. */
  readonly retriesItself: boolean;
  list(signal: AbortSignal): Promise<readonly SourceNode[]>;
  read(name: string, signal: AbortSignal): Promise<SourceNode>;
  /** The first right that is missing; null where none is, or nobody can tell beforehand. */
  missingRight(action: NodeAction, signal: AbortSignal): Promise<MissingRight | null>;
  /** Claims the node as it was read; false where that may not be written. */
  claim(node: SourceNode, claim: NodeClaim | null, signal: AbortSignal): Promise<boolean>;
  pods(node: SourceNode, direction: Direction, signal: AbortSignal): Promise<readonly NodePod[]>;
  evidence(node: SourceNode, direction: Direction, signal: AbortSignal): Promise<NodeEvidence>;
  /** Deletes this very pod; one that is gone already is fine. */
  deletePod(pod: NodePod, signal: AbortSignal): Promise<void>;
  /** Whether this very pod is still there, not a successor of its name. */
  hasPod(pod: NodePod, signal: AbortSignal): Promise<boolean>;
  /** Has the node, as it was read, start again. Returns once that is accepted. */
  reset(node: SourceNode, request: ResetRequest): Promise<ResetAnswer>;
  /** Brings the node, as it was read, into a cluster, or out of the one that it is in. */
  assign(node: SourceNode, cluster: string | null, signal: AbortSignal): Promise<void>;
  /** When each node failed, by its name, milliseconds since the epoch; only those of which it is known. */
  failures(signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** Tells that something about the node has changed; returns the way to stop. */
  follow(name: string, onChange: () => void): () => void;
  close(): Promise<void>;
}

/** A node as the API server of Primus-SaFE tells it. */
export interface PrimusNode {
  readonly name: string;
  /** Of the node in its cluster where that is told, else of the machine: `Ready`, `SSHFailed`, `ManagedFailed`. */
  readonly phase: string;
  readonly clusterId: string | null;
  readonly workspaceId: string | null;
  readonly isControlPlane: boolean;
}

/**
 * The API server of Primus-SaFE, in its older dialect and its newer one. Calls throw NODE_NOT_FOUND, NODE_PHASE,
 * NODE_BLOCKED, API_FORBIDDEN, LOGIN_REFUSED, API_REFUSED, or what went wrong on the way.
 */
export interface PrimusNodes {
  readonly server: string;
  list(signal: AbortSignal): Promise<readonly PrimusNode[]>;
  read(name: string, signal: AbortSignal): Promise<PrimusNode>;
  /** What the pod of the node has written last; null where there is none. */
  log(name: string, signal: AbortSignal): Promise<{ readonly pod: string; readonly text: string } | null>;
  retry(name: string, signal: AbortSignal): Promise<ResetAnswer>;
  /** Adds the node to the cluster, or removes it from there. */
  change(
    of: { readonly cluster: string; readonly node: string; readonly action: 'add' | 'remove' },
    signal: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
}

export interface ResetAnswer {
  /** Names of pods that the other side deleted itself. */
  readonly podsDeleted: readonly string[];
  /** The other side had nothing to start again. */
  readonly hadNone: boolean;
}

export interface NodeRetryWorld {
  readonly source: NodeSource;
  readonly clock: Pick<Clock, 'now' | 'elapsed' | 'pause'>;
  /** What tells the cluster from any other; null where it cannot be read. */
  readonly identity: string | null;
  /** What this run claims nodes with. */
  readonly claimant: Omit<NodeClaim, 'at'>;
  /** Attempts on the node by other runs of this home. */
  earlierAttempts(node: string): number;
}
