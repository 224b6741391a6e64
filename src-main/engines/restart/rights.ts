import { AppError } from '../../contract/errors.ts';
import type { WorkloadName } from '../../contract/restart.ts';
import type { AccessQuestion, KubernetesApi } from '../../ports/kubernetes.ts';
import { resourceName, resources } from './workload.ts';

/** What is sent for a workload of that kind. */
function questionAbout({ kind, namespace }: WorkloadName): AccessQuestion {
  const { group, resource } = resources[kind];
  return kind === 'cronjob'
    ? { verb: 'create', group: 'batch', resource: 'jobs', namespace }
    : { verb: 'patch', group, resource, namespace };
}

export interface MissingRight extends WorkloadName {
  readonly verb: string;
}

/** The first workload that may not be changed; null where all may. Asked once for each kind and namespace. */
export async function missingRight(
  api: Pick<KubernetesApi, 'mayI'>,
  workloads: readonly WorkloadName[],
  signal: AbortSignal,
): Promise<MissingRight | null> {
  const distinct = [...new Map(workloads.map((one) => [`${one.namespace}/${one.kind}`, one])).values()];
  const answers = await Promise.all(
    distinct.map(async (workload) => {
      const question = questionAbout(workload);
      return { workload, verb: question.verb, isAllowed: await api.mayI(question, { signal }) };
    }),
  );
  const refused = answers.find(({ isAllowed }) => !isAllowed);
  return refused === undefined ? null : { ...refused.workload, verb: refused.verb };
}

/** API_FORBIDDEN, naming the right and where it is missing. */
export function rightMissing({ kind, namespace, verb }: MissingRight): AppError {
  const resource = kind === 'cronjob' ? 'jobs.batch' : resourceName(kind);
  const text = {
    zh: `当前用户在命名空间 ${namespace} 中没有 ${verb} ${resource} 的权限。请换用有权限的用户，或请集群管理员授权。`,
    en: `The user of this connection may not ${verb} ${resource} in namespace ${namespace}. Use a user with this permission, or ask the cluster administrator to grant it.`,
  };
  return new AppError('API_FORBIDDEN', text, { data: { verb, resource, namespace } });
}
