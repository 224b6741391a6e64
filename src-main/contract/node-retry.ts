import { z } from 'zod';
import { clusterChoiceSchema } from './cluster-choice.ts';
import { nodeActions } from './node-retry-names.ts';
import { textSchema } from './text-schema.ts';

/** As Kubernetes has names of objects. */
const nodeNameSchema = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/);

/** Milliseconds after which the node controller itself gives a node up. */
const controllerDeadlineMs = 7_200_000;

export const nodeOrderSchema = z.object({
  cluster: clusterChoiceSchema,
  action: z.enum(nodeActions),
  names: z.array(nodeNameSchema).max(10_000),
  /** Of a retry: all nodes in a failed phase, besides those that are named. */
  allFailed: z.boolean().default(false),
  /** The cluster that nodes are brought into; of a retry of all failed ones: only those of this cluster. */
  into: z.string().min(1).nullable().default(null),
  /** How many nodes are worked on at the same time; null: all. */
  atOnce: z.number().int().min(1).nullable().default(null),
  /** Milliseconds that a node may take from the change to its end. */
  timeoutMs: z.number().int().min(1000).default(controllerDeadlineMs),
});
export type NodeOrder = z.infer<typeof nodeOrderSchema>;

const actionSchema = z.object({ allowed: z.boolean(), because: textSchema.optional() });

/** A node in the list of a cluster. */
export const nodeRowSchema = z.object({
  name: z.string(),
  /** As it is told: one of the six, or a passing one, or empty. */
  phase: z.string(),
  machinePhase: z.string(),
  cluster: z.string().nullable(),
  workspace: z.string().nullable(),
  isControlPlane: z.boolean(),
  /** When it failed, milliseconds since the epoch; null where it has not, or nobody can tell. */
  failedSince: z.number().nullable(),
  actions: z.object({ retry: actionSchema, manage: actionSchema, unmanage: actionSchema }),
});
export type NodeRow = z.infer<typeof nodeRowSchema>;

/** As it was read at one moment. */
export const listedNodeSchema = nodeRowSchema.extend({
  /** Milliseconds since it failed; absent where that is not known. */
  failedFor: z.number().optional(),
});
export type ListedNode = z.infer<typeof listedNodeSchema>;

/** What is kept of a pod before it is deleted: deleting it destroys all of this. */
const podEvidenceSchema = z.object({
  name: z.string(),
  uid: z.string(),
  phase: z.string(),
  reason: z.string().nullable(),
  /** When its container ended, milliseconds since the epoch; null where it has not. */
  endedAt: z.number().nullable(),
  /** Its last lines; null where they could not be read. */
  log: z.string().nullable(),
  events: z.array(z.object({ reason: z.string(), message: z.string(), at: z.string().nullable() })),
});

export const nodeEvidenceSchema = z.object({
  node: z.string(),
  phase: z.string(),
  conditions: z.array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
  pods: z.array(podEvidenceSchema),
  /** What could not be read for want of a right, such as `pods/log`. */
  missing: z.array(z.string()),
});
export type NodeEvidence = z.infer<typeof nodeEvidenceSchema>;

/** How an attempt on a node stands: not accepted yet, accepted and followed, come to its end well or not. */
export const nodeOutcomes = ['begun', 'followed', 'succeeded', 'failed'] as const;

/** One attempt on a node by one run of this home. */
export const nodeAttemptSchema = z.object({
  run: z.string(),
  action: z.enum(nodeActions),
  previousPhase: z.string(),
  currentPhase: z.string(),
  outcome: z.enum(nodeOutcomes),
  podsDeleted: z.array(z.string()),
  /** Milliseconds since the epoch. */
  beganAt: z.number(),
  endedAt: z.number().nullable(),
});
export type NodeAttempt = z.infer<typeof nodeAttemptSchema>;

/** A node with all that is known of it. */
export const nodeSightSchema = listedNodeSchema.extend({
  hostName: z.string().nullable(),
  /** Of its present failure; null where it has not failed. */
  evidence: nodeEvidenceSchema.nullable(),
  /** The newest one first. */
  attempts: z.array(nodeAttemptSchema),
  /** What to know before it is retried; null for nothing. */
  warning: textSchema.nullable(),
  /** As runs name it among their targets. */
  target: z.string(),
});
export type NodeSight = z.infer<typeof nodeSightSchema>;

/** What became of one node, as the run's document tells it. */
export const nodeOutputSchema = z.object({
  nodeId: z.string(),
  previousPhase: z.string().nullable(),
  currentPhase: z.string().nullable(),
  podsDeleted: z.array(z.string()),
  /** Attempts on this node by runs of this home, this one included. */
  attempts: z.number().int(),
});

declare module './feed.ts' {
  interface CollectionRows {
    readonly node: NodeRow;
  }
}
