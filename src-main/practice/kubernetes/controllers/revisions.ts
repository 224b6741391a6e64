/** ControllerRevisions: the templates that a DaemonSet or a StatefulSet has had. */
import { isDeepStrictEqual } from 'node:util';
import { hashName } from '../names.ts';
import { ownerReference, without, type KubernetesObject } from '../object.ts';
import { kinds } from '../resources.ts';
import { createObject, deleteObject } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import type { PodTemplate } from '../workloads.ts';
import { controlledBy } from './controller.ts';

export interface Revision extends KubernetesObject {
  data: { spec: { template: PodTemplate } };
  revision: number;
}

type Owner = KubernetesObject & {
  readonly spec: { readonly template: PodTemplate; readonly revisionHistoryLimit: number };
};

export interface Revisions {
  /** Of today's template. */
  readonly current: Revision;
  /** By what pods carry as their `controller-revision-hash`. */
  readonly byHash: ReadonlyMap<string, Revision>;
}

export const revisionLabel = 'controller-revision-hash';

const hashOf = ({ metadata }: Revision): string => metadata.labels?.[revisionLabel] ?? '';

/** The revision's label is its whole name for a StatefulSet, its hash alone for a DaemonSet. */
const labelFor = (owner: Owner, hash: string): string =>
  owner.kind === 'StatefulSet' ? `${owner.metadata.name}-${hash}` : hash;

function madeFor(world: KubernetesWorld, owner: Owner, number: number): Revision {
  const hash = hashName([owner.metadata.uid, owner.spec.template]);
  return createObject(world, kinds.revisions, {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${owner.metadata.name}-${hash}`,
      namespace: owner.metadata.namespace ?? 'default',
      labels: { ...owner.spec.template.metadata?.labels, [revisionLabel]: labelFor(owner, hash) },
      ownerReferences: [ownerReference(owner)],
    },
    data: { spec: { template: { ...owner.spec.template, $patch: 'replace' } } },
    revision: number,
  }) as Revision;
}

const templateOf = ({ data }: Revision): object => without(data.spec.template, '$patch');

/** Writes down today's template; an earlier one that has come back is the newest again. */
export function requireRevisions(
  world: KubernetesWorld,
  owner: Owner,
  inUse: ReadonlySet<string>,
): Revisions {
  const known = controlledBy<Revision>(world, owner, kinds.revisions).sort((a, b) => a.revision - b.revision);
  const newest = known.at(-1)?.revision ?? 0;
  const same = known.find((each) => isDeepStrictEqual(templateOf(each), owner.spec.template));
  let current = same ?? madeFor(world, owner, newest + 1);
  if (same !== undefined && same.revision < newest) {
    const next: Revision = { ...same, revision: newest + 1 };
    current = world.store.put(kinds.revisions, next) as Revision;
  }
  const idle = known.filter(
    (each) => each.metadata.name !== current.metadata.name && !inUse.has(hashOf(each)),
  );
  for (const object of idle.slice(0, Math.max(0, idle.length - owner.spec.revisionHistoryLimit))) {
    deleteObject(world, kinds.revisions, { object });
  }
  return { current, byHash: new Map([...known, current].map((each) => [hashOf(each), each])) };
}

export { hashOf as revisionHash };
