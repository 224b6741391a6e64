/** What the engine that retries nodes, the groups of its steps and the phases of nodes are called. */
import type { Text } from './text.ts';

export const nodeRetryName: Text = { zh: '节点重试', en: 'Node retry' };
export const nodesName: Text = { zh: '节点', en: 'Nodes' };

/** As the command line spells them. */
export const nodeActions = ['retry', 'manage', 'unmanage'] as const;
export type NodeAction = (typeof nodeActions)[number];

export const nodeActionWords: Readonly<Record<NodeAction, Text>> = {
  retry: { zh: '重试', en: 'Retry' },
  manage: { zh: '纳管', en: 'Manage' },
  unmanage: { zh: '解纳管', en: 'Unmanage' },
};

/** As Primus-SaFE spells them (`status.clusterStatus.phase`). */
export const nodePhases = [
  'Managing',
  'Managed',
  'ManagedFailed',
  'Unmanaging',
  'Unmanaged',
  'UnmanagedFailed',
] as const;
export type NodePhase = (typeof nodePhases)[number];

export const nodePhaseWords: Readonly<Record<NodePhase, Text>> = {
  Managing: { zh: '纳管中', en: 'Managing' },
  Managed: { zh: '已纳管', en: 'Managed' },
  ManagedFailed: { zh: '纳管失败', en: 'Managing failed' },
  Unmanaging: { zh: '解纳管中', en: 'Unmanaging' },
  Unmanaged: { zh: '未纳管', en: 'Unmanaged' },
  UnmanagedFailed: { zh: '解纳管失败', en: 'Unmanaging failed' },
};

/** By the groups of the engine's steps. */
export const nodeRetryGroups: Readonly<Record<string, Text>> = {
  looks: { zh: '权限与前置条件', en: 'Rights and preconditions' },
  evidence: { zh: '失败证据', en: 'Evidence of the failure' },
  pods: { zh: '失败的 Pod', en: 'Failed pods' },
  changes: { zh: '节点状态', en: 'Node status' },
  follows: { zh: '跟踪', en: 'Following' },
};
