import { z } from 'zod';
import { keptClusterSchema } from '../../contract/cluster-choice.ts';
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
    cluster: keptClusterSchema,
    /** What the cluster is called: the connection, or the context of the kubeconfig. */
    clusterName: z.string(),
    workloads: z.array(workloadNameSchema).min(1),
    /** Of the API, such as `https://10.0.0.1:6443`. */
    server: z.string(),
    isPractice: z.boolean(),
  });
export type RestartInput = z.infer<typeof restartInputSchema>;

/** The site of a run's targets: what the cluster's address is, or this home's own practice site. */
export const siteOf = ({ server, isPractice }: Pick<RestartInput, 'server' | 'isPractice'>): string =>
  isPractice ? 'practice:own' : `kubernetes:${new URL(server).host}`;

export const targetOf = (
  input: Pick<RestartInput, 'server' | 'isPractice'>,
  workload: WorkloadName,
): string => `${siteOf(input)}#${workloadKey(workload)}`;

/** The workloads in the order and the groups in which they are restarted. */
export function batchesOf({ workloads, batchSize }: RestartInput): readonly (readonly WorkloadName[])[] {
  const size = batchSize ?? workloads.length;
  const count = Math.ceil(workloads.length / size);
  return Array.from({ length: count }, (_, index) => workloads.slice(index * size, (index + 1) * size));
}

export const batchKey = (number: number): string => `batch:${number}`;
export const patchKey = (workload: WorkloadName): string => `patch:${workloadKey(workload)}`;
export const rolloutKey = (workload: WorkloadName): string => `rollout:${workloadKey(workload)}`;
export const jobKey = (workload: WorkloadName): string => `job:${workloadKey(workload)}`;

/** What makes the change: a patch of the workload, or a Job from a CronJob. */
export const changeKey = (workload: WorkloadName): string =>
  workload.kind === 'cronjob' ? jobKey(workload) : patchKey(workload);
/** What tells that it has come to its end. */
export const endKey = (workload: WorkloadName): string =>
  workload.kind === 'cronjob' ? jobKey(workload) : rolloutKey(workload);
