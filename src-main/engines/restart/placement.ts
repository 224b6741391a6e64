/** Whether a pod besides the present ones would find a node to run on. */
import type { Text } from '../../contract/text.ts';
import type { Surroundings } from './surroundings.ts';
import { podCounts, templateOf, type Workload } from './workload.ts';

interface Placed {
  readonly containers?: readonly { readonly ports?: readonly { readonly hostPort?: number }[] }[];
  readonly volumes?: readonly { readonly persistentVolumeClaim?: { readonly claimName?: string } }[];
  readonly affinity?: {
    readonly podAntiAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly { readonly topologyKey?: string }[];
    };
  };
}

/** How many nodes are ready, where there are no more of them than pods; else null. */
function crowdedNodes(workload: Workload, { nodes }: Surroundings): number | null {
  const ready = (nodes ?? []).filter(({ status }) =>
    (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True'),
  );
  return nodes === null || ready.length > podCounts(workload).desired ? null : ready.length;
}

function takenPort({ containers = [] }: Placed, places: number | null): Text | null {
  const port = containers.flatMap(({ ports = [] }) => ports).find(({ hostPort }) => hostPort !== undefined);
  return port === undefined || places === null
    ? null
    : {
        zh: `使用主机端口 ${port.hostPort}，而就绪节点只有 ${places} 个`,
        en: `it uses host port ${port.hostPort}, and only ${places} nodes are ready`,
      };
}

function boundVolume({ volumes = [] }: Placed, { claims }: Surroundings): Text | null {
  const names = volumes.map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName);
  const bound = claims?.find(
    ({ metadata, spec }) =>
      names.includes(metadata.name) &&
      spec.accessModes?.every((mode) => mode.startsWith('ReadWriteOnce')) === true,
  );
  return bound === undefined
    ? null
    : {
        zh: `卷 ${bound.metadata.name} 为 ReadWriteOnce，只能挂载到一个节点`,
        en: `volume ${bound.metadata.name} is ReadWriteOnce and can be mounted on one node only`,
      };
}

function keptApart({ affinity }: Placed, places: number | null): Text | null {
  const rules = affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const isByNode = rules.some(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname');
  return !isByNode || places === null
    ? null
    : {
        zh: `要求各 Pod 位于不同节点，而就绪节点只有 ${places} 个`,
        en: `its pods must be on different nodes, and only ${places} nodes are ready`,
      };
}

/** Why a pod besides the present ones may find no place; null where nothing is known against it. */
export function noPlace(workload: Workload, around: Surroundings): Text | null {
  const spec = (templateOf(workload).spec ?? {}) as Placed;
  const places = crowdedNodes(workload, around);
  return takenPort(spec, places) ?? boundVolume(spec, around) ?? keptApart(spec, places);
}
