/** Which action a node takes in which phase, and what has to hold for it: the buttons of the page and the refusals of a run are read from here. */
import {
  nodeActions,
  nodePhases,
  nodePhaseWords,
  type NodeAction,
  type NodePhase,
} from './node-retry-names.ts';
import type { Text } from './text.ts';

/** What decides about the actions of a node. */
export interface NodeFacts {
  /** As it is told; another word than the six phases, or none, is a node between two of them. */
  readonly phase: string;
  /** `Ready`, or what the machine failed at; empty while it was not looked at. */
  readonly machinePhase: string;
  readonly isControlPlane: boolean;
  /** The workspace that it is bound to; null for none. */
  readonly workspace: string | null;
  /** The cluster that it belongs, or is to belong, to; null for none, empty where it has one that is not told. */
  readonly cluster: string | null;
}

export type NodePrecondition = 'machineReady' | 'notControlPlane' | 'unbound' | 'clusterKnown';

/** Quoted: other programs compare it with what Primus-SaFE says. */
const notReady = 'machine is not ready, please wait and try again';

interface Condition {
  readonly holds: (facts: NodeFacts) => boolean;
  /** In the words of Primus-SaFE. */
  readonly words: Text;
}

export const nodePreconditions: Readonly<Record<NodePrecondition, Condition>> = {
  machineReady: {
    holds: ({ machinePhase }) => machinePhase === 'Ready',
    words: { zh: '机器未就绪，请稍后再试', en: notReady },
  },
  notControlPlane: {
    holds: ({ isControlPlane }) => !isControlPlane,
    words: { zh: '控制平面节点不能解纳管', en: 'control plane node cannot be unmanaged' },
  },
  unbound: {
    holds: ({ workspace }) => workspace === null,
    words: {
      zh: '请先解绑工作空间',
      en: 'node is still bound to a workspace, please unbind first',
    },
  },
  clusterKnown: {
    holds: ({ cluster }) => cluster !== null,
    words: { zh: '无法确定节点所属的集群', en: 'cannot determine cluster ID for retry operation' },
  },
};

export type NodeButton = 'shown' | 'disabled' | 'hidden';

interface Cell {
  readonly button: NodeButton;
  /** In the order in which they are told. */
  readonly requires: readonly NodePrecondition[];
}

const shown = (...requires: readonly NodePrecondition[]): Cell => ({ button: 'shown', requires });
const disabled: Cell = { button: 'disabled', requires: [] };
const hidden: Cell = { button: 'hidden', requires: [] };
const leave = ['notControlPlane', 'unbound'] as const;

type Row = Readonly<Record<NodeAction, Cell>>;

const between: Row = { retry: hidden, manage: disabled, unmanage: disabled };

export const nodeTable: Readonly<Record<NodePhase, Row>> = {
  Unmanaged: { retry: hidden, manage: shown('machineReady'), unmanage: hidden },
  Managing: between,
  Managed: { retry: hidden, manage: hidden, unmanage: shown(...leave) },
  ManagedFailed: { retry: shown('machineReady', 'clusterKnown'), manage: disabled, unmanage: hidden },
  Unmanaging: between,
  UnmanagedFailed: { retry: shown(...leave, 'clusterKnown'), manage: hidden, unmanage: disabled },
};

/** A node between two phases takes nothing; what is under way shows no retry. */
const cellOf = (action: NodeAction, phase: string): Cell =>
  isNodePhase(phase) ? nodeTable[phase][action] : between[action];

/** Whether a page shows the button of an action, by the phase alone. */
export const nodeButton = (action: NodeAction, phase: string): NodeButton => cellOf(action, phase).button;

export const isNodePhase = (phase: string): phase is NodePhase => nodePhases.some((each) => each === phase);

export const isFailedPhase = (phase: string): phase is 'ManagedFailed' | 'UnmanagedFailed' =>
  phase === 'ManagedFailed' || phase === 'UnmanagedFailed';

/** As people read it; a phase that is none of the six as it is told. */
export function nodePhaseWord(phase: string): Text {
  if (isNodePhase(phase)) {
    return nodePhaseWords[phase];
  }
  return phase === '' ? { zh: '无状态', en: 'no phase' } : { zh: phase, en: phase };
}

/** In the words of Primus-SaFE. */
const notFailed = (phase: string): Text => ({
  zh: `节点不在失败状态，当前状态：${phase}。只有 ManagedFailed 或 UnmanagedFailed 的节点可以重试`,
  en: `node is not in a failed state, current phase: ${phase}. Only ManagedFailed or UnmanagedFailed nodes can be retried`,
});

/** Why the phase alone keeps a node from the action. */
function phaseAgainst(action: NodeAction, phase: string): Text {
  if (action === 'retry') {
    return notFailed(phase);
  }
  if (isFailedPhase(phase)) {
    return { zh: '请使用重试', en: 'use retry' };
  }
  const wanted = action === 'manage' ? 'Unmanaged' : 'Managed';
  return {
    zh: `节点当前状态：${phase}；该操作只用于 ${wanted} 的节点`,
    en: `current phase: ${phase}. Only ${wanted} nodes can be ${action}d`,
  };
}

export interface NodeVerdict {
  readonly button: NodeButton;
  readonly allowed: boolean;
  /** Why it is not; null where it is. */
  readonly because: Text | null;
  /** What does not hold; null where it is the phase, or nothing. */
  readonly precondition: NodePrecondition | null;
}

export function nodeVerdict(action: NodeAction, facts: NodeFacts): NodeVerdict {
  const { button, requires } = cellOf(action, facts.phase);
  if (button !== 'shown') {
    return { button, allowed: false, because: phaseAgainst(action, facts.phase), precondition: null };
  }
  const precondition = requires.find((each) => !nodePreconditions[each].holds(facts)) ?? null;
  const because = precondition === null ? null : nodePreconditions[precondition].words;
  return { button, allowed: precondition === null, because, precondition };
}

export const nodeVerdicts = (facts: NodeFacts): Readonly<Record<NodeAction, NodeVerdict>> => {
  const [retry, manage, unmanage] = nodeActions.map((action) => nodeVerdict(action, facts)) as [
    NodeVerdict,
    NodeVerdict,
    NodeVerdict,
  ];
  return { retry, manage, unmanage };
};

/** A control plane node follows the pod that made its cluster, which a retry does not delete. */
export const controlPlaneWarning: Text = {
  zh: '这是控制平面节点：其状态取决于集群的创建 Pod，重试很可能立即回到失败状态。请先检查集群的创建过程',
  en: 'This is a control plane node. Its phase follows the pod that created the cluster, so a retry will probably fail again at once. Check how the cluster was created first',
};
