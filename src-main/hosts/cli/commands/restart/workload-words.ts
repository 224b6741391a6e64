/** Workloads as a line names them: `KIND/NAME` with `-n NS`, or `NS/KIND/NAME`. */
import { AppError } from '../../../../contract/errors.ts';
import type { WorkloadKind } from '../../../../contract/restart-names.ts';
import type { WorkloadName } from '../../../../contract/restart.ts';
import { argument, option } from '../../declare.ts';

/** As kubectl spells them: the kind, its plural and its short name. */
const spellings: Readonly<Record<WorkloadKind, readonly string[]>> = {
  deployment: ['deployment', 'deployments', 'deploy'],
  daemonset: ['daemonset', 'daemonsets', 'ds'],
  statefulset: ['statefulset', 'statefulsets', 'sts'],
  cronjob: ['cronjob', 'cronjobs', 'cj'],
};

export const workloads = argument('[WORKLOAD...]', {
  zh: '工作负载：KIND/NAME（配合 -n），或 NS/KIND/NAME',
  en: 'workloads: KIND/NAME with -n, or NS/KIND/NAME',
});

export const namespace = option('-n, --namespace <NS>', { zh: '命名空间', en: 'the namespace' });

export const selector = option('--selector <LABELS>', {
  zh: '按标签选择，例如 app=portal',
  en: 'chooses by labels, such as app=portal',
});

export const kind = option('--kind <KIND>', {
  zh: 'deployment、daemonset、statefulset 或 cronjob，也可写复数或 kubectl 的缩写',
  en: "deployment, daemonset, statefulset or cronjob; also the plural or kubectl's short name",
});

/** Throws WORKLOAD_KIND. */
export function workloadKind(given: string): WorkloadKind {
  const word = given.toLowerCase();
  const found = Object.entries(spellings).find(([, words]) => words.includes(word));
  if (found === undefined) {
    const known = Object.keys(spellings).join(', ');
    throw new AppError(
      'WORKLOAD_KIND',
      {
        zh: `不支持重启 ${given}；可以重启的类型：${known}。`,
        en: `A ${given} cannot be restarted. What can be restarted: ${known}.`,
      },
      { data: { kind: given } },
    );
  }
  return found[0] as WorkloadKind;
}

/** Throws USAGE and WORKLOAD_KIND. */
export function workloadNamed(given: string, inNamespace: string | undefined): WorkloadName {
  const words = given.split('/');
  const [name = '', kindWord = '', ownNamespace = inNamespace ?? 'default'] = [...words].reverse();
  if (words.length < 2 || words.length > 3 || words.includes('')) {
    throw new AppError('USAGE', {
      zh: `工作负载要写成 KIND/NAME 或 NS/KIND/NAME，不能是 ${given}。`,
      en: `A workload must be KIND/NAME or NS/KIND/NAME, not ${given}.`,
    });
  }
  return { kind: workloadKind(kindWord), namespace: ownNamespace, name };
}
