import { z } from 'zod';
import { clusterChoiceSchema } from './cluster-choice.ts';
import { rolloutStates, workloadKinds } from './restart-names.ts';

/** A workload by its names. `kind` is as the command line spells it. */
export const workloadNameSchema = z.object({
  kind: z.enum(workloadKinds),
  namespace: z.string().min(1),
  name: z.string().min(1),
});
export type WorkloadName = z.infer<typeof workloadNameSchema>;

export { workloadKey } from './restart-names.ts';

/** What is chosen by labels instead of by name, as `kubectl` does. */
export const workloadSelectionSchema = z.object({
  kind: z.enum(workloadKinds),
  /** Null: of all namespaces. */
  namespace: z.string().min(1).nullable(),
  labelSelector: z.string(),
});
export type WorkloadSelection = z.infer<typeof workloadSelectionSchema>;

export const restartOrderSchema = z.object({
  cluster: clusterChoiceSchema,
  /** `undo` goes back to the revision before the present one, as `kubectl rollout undo`. */
  action: z.enum(['restart', 'undo']).default('restart'),
  workloads: z.array(workloadNameSchema),
  selections: z.array(workloadSelectionSchema).default([]),
  /** How many are restarted before the next ones begin; null: all at once. */
  batchSize: z.number().int().min(1).nullable().default(null),
  /** What a workload that fails, or is refused, means for the others. */
  onFailure: z.enum(['stop', 'go-on']).default('stop'),
  /** Milliseconds from the accepted patch to the moment at which a rollout that is not done counts as stuck. */
  timeoutMs: z.number().int().min(1000).default(600_000),
  /** Milliseconds that the new pods have to run without a restart before the rollout counts as done. */
  settleMs: z.number().int().min(0).default(10_000),
  /** Restarts in any case, and passes the findings that would stop it. */
  force: z.boolean().default(false),
  /** What is found against a restart stops it, or is only told; `force` passes it in any case. */
  findings: z.enum(['stop', 'tell']).default('stop'),
  /** Of the address that it was ordered by; recorded, never a right. */
  appId: z.string().optional(),
});
export type RestartOrder = z.infer<typeof restartOrderSchema>;
/** The same as it is asked for: what is left out is as usual. */
export type RestartRequest = z.input<typeof restartOrderSchema>;

/** What keeps a rollout from going on, in the words of Kubernetes. `at`: when it was told, milliseconds since the epoch. */
export const rolloutCauseSchema = z.object({
  reason: z.string(),
  /** `KIND/NAME` of what it was told about. */
  object: z.string(),
  message: z.string(),
  at: z.number().nullable(),
});
export type RolloutCause = z.infer<typeof rolloutCauseSchema>;

/** How many pods a workload wants and has. */
export const podCountsSchema = z.object({
  desired: z.number().int(),
  updated: z.number().int(),
  ready: z.number().int(),
  available: z.number().int(),
});
export type PodCounts = z.infer<typeof podCountsSchema>;

/** A restart of one workload, as the run's document and the status of a rollout tell it. */
export const restartRowSchema = workloadNameSchema.extend({
  restartedAt: z.string().nullable(),
  patched: z.boolean(),
  state: z.enum(rolloutStates),
  updated: z.number().int(),
  ready: z.number().int(),
  desired: z.number().int(),
  revisionBefore: z.string().optional(),
  revisionAfter: z.string().optional(),
  cause: rolloutCauseSchema.optional(),
});
export type RestartRow = z.infer<typeof restartRowSchema>;

/** A workload in the list of a cluster. */
export const workloadRowSchema = workloadNameSchema.extend({
  uid: z.string(),
  ...podCountsSchema.shape,
  /** `RollingUpdate`, `Recreate`, `OnDelete`; of a CronJob its schedule. */
  strategy: z.string(),
  paused: z.boolean(),
  /** When it was restarted last, RFC 3339; null where it never was. */
  restartedAt: z.string().nullable(),
  state: z.enum(rolloutStates),
  images: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
});
export type WorkloadRow = z.infer<typeof workloadRowSchema>;

declare module './feed.ts' {
  interface CollectionRows {
    readonly workload: WorkloadRow;
  }
}
