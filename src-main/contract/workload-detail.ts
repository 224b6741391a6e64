import { z } from 'zod';
import { restartRowSchema, workloadRowSchema } from './restart.ts';

/** Times are milliseconds since the epoch; null where the cluster does not tell them. */
const atSchema = z.number().nullable();

/** A pod of a workload. */
export const workloadPodSchema = z.object({
  name: z.string(),
  /** Whether it has the newest template. */
  isNew: z.boolean(),
  isReady: z.boolean(),
  /** What keeps it from being ready, else its phase, in the words of Kubernetes. */
  state: z.string(),
  restarts: z.number().int(),
  node: z.string().nullable(),
  createdAt: atSchema,
});
export type WorkloadPod = z.infer<typeof workloadPodSchema>;

export const workloadRevisionSchema = z.object({
  number: z.number().int(),
  /** Of the object that keeps it: a ReplicaSet or a ControllerRevision. */
  name: z.string(),
  createdAt: atSchema,
  images: z.array(z.string()),
  /** The restart that it is from, RFC 3339; null where it is from another change. */
  restartedAt: z.string().nullable(),
});
export type WorkloadRevision = z.infer<typeof workloadRevisionSchema>;

export const workloadEventSchema = z.object({
  at: atSchema,
  isWarning: z.boolean(),
  reason: z.string(),
  /** `KIND/NAME` of what it is about. */
  object: z.string(),
  message: z.string(),
});
export type WorkloadEvent = z.infer<typeof workloadEventSchema>;

/** One workload and what belongs to it, read at one moment. Null: may not be read. */
export const workloadDetailSchema = z.object({
  row: workloadRowSchema,
  status: restartRowSchema.nullable(),
  /** As runs name it. */
  target: z.string(),
  pods: z.array(workloadPodSchema).nullable(),
  /** The newest first. */
  revisions: z.array(workloadRevisionSchema).nullable(),
  /** The newest first. */
  events: z.array(workloadEventSchema).nullable(),
});
export type WorkloadDetail = z.infer<typeof workloadDetailSchema>;
