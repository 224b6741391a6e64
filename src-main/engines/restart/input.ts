import { z } from 'zod';
import { clusterOfRunSchema, clusterSite } from '../../contract/cluster-choice.ts';
import {
  restartOrderSchema,
  workloadNameSchema,
  workloadKey,
  type WorkloadName,
} from '../../contract/restart.ts';

/** What a run works from: the order with its selections resolved, and the cluster it was made for. */
export const restartInputSchema = restartOrderSchema
  .omit({ cluster: true, selections: true, workloads: true })
  .extend({
    ...clusterOfRunSchema.shape,
    workloads: z.array(workloadNameSchema).min(1),
  });
export type RestartInput = z.infer<typeof restartInputSchema>;

export const targetOf = (
  input: Pick<RestartInput, 'server' | 'isPractice'>,
  workload: WorkloadName,
): string => `${clusterSite(input)}#${workloadKey(workload)}`;

/** The workloads in the order and the groups in which they are restarted. */
export function batchesOf({ workloads, batchSize }: RestartInput): readonly (readonly WorkloadName[])[] {
  const size = batchSize ?? workloads.length;
  const count = Math.ceil(workloads.length / size);
  return Array.from({ length: count }, (_, index) => workloads.slice(index * size, (index + 1) * size));
}

export const batchKey = (number: number): string => `batch:${number}`;
