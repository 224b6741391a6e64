import { z } from 'zod';
import { clusterChoiceSchema } from '../../contract/cluster-choice.ts';
import { workloadKinds } from '../../contract/restart-names.ts';
import { restartRowSchema, workloadNameSchema, workloadRowSchema } from '../../contract/restart.ts';
import { workloadDetailSchema } from '../../contract/workload-detail.ts';
import { asked } from '../base.ts';

const querySchema = z.object({
  cluster: clusterChoiceSchema,
  kind: z.enum(workloadKinds).nullable(),
  namespace: z.string().nullable(),
  labelSelector: z.string().nullable(),
});

const workloadListSchema = z.object({
  workloads: z.array(workloadRowSchema),
  /** The namespaces that were listed where the whole cluster may not be; null where it was. */
  narrowedTo: z.array(z.string()).nullable(),
});

export const workloads = {
  /** The workloads of a cluster as they are now. Read from the cluster at each call. */
  list: asked(querySchema, workloadListSchema),
  /** How the newest rollout of each stands; those that are not there are left out. */
  status: asked(
    z.object({ cluster: clusterChoiceSchema, workloads: z.array(workloadNameSchema) }),
    z.array(restartRowSchema),
  ),
  /** One of them with its pods, its revisions and its events. */
  show: asked(z.object({ cluster: clusterChoiceSchema, workload: workloadNameSchema }), workloadDetailSchema),
};
