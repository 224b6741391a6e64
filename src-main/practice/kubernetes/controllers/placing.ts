/** Which node a pod may go to. */
import type { CoreNode, PodSpec } from '../workloads.ts';

type Taint = NonNullable<CoreNode['spec']['taints']>[number];

function tolerates({ tolerations = [] }: PodSpec, taint: Taint): boolean {
  return tolerations.some(
    ({ key, operator = 'Equal', value = '', effect }) =>
      (effect === undefined || effect === taint.effect) &&
      (key === undefined || key === taint.key) &&
      (operator === 'Exists' || value === (taint.value ?? '')),
  );
}

export function fitsOn(
  pod: PodSpec,
  node: CoreNode,
  { ignoresCordon = false }: { readonly ignoresCordon?: boolean } = {},
): boolean {
  const labels = node.metadata.labels ?? {};
  const isWanted = Object.entries(pod.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  const taints = (node.spec as CoreNode['spec'] | undefined)?.taints ?? [];
  const isShut = !ignoresCordon && (node.spec as CoreNode['spec'] | undefined)?.unschedulable === true;
  return (
    isWanted &&
    !isShut &&
    taints
      .filter(
        ({ effect, key }) =>
          effect !== 'PreferNoSchedule' && !(ignoresCordon && key === 'node.kubernetes.io/unschedulable'),
      )
      .every((taint) => tolerates(pod, taint))
  );
}
