/** Events as controllers and kubelets record them: what happens again is counted, not told anew. */
import { createObject } from './writes.ts';
import { keyOf, textAt, timeText, type KubernetesObject } from './object.ts';
import { kinds } from './resources.ts';
import type { KubernetesWorld } from './world.ts';

export interface Happening {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Who says so, such as `kubelet`. */
  readonly component: string;
  readonly host?: string;
  readonly fieldPath?: string;
}

const sameEvent = (event: KubernetesObject, uid: string, { reason, message }: Happening): boolean =>
  (event['involvedObject'] as { uid?: string } | undefined)?.uid === uid &&
  event['reason'] === reason &&
  event['message'] === message;

/** The last events of each object, to find one that happens again. */
const recentOf = new WeakMap<object, Map<string, string[]>>();

function recentKeys({ store }: KubernetesWorld, uid: string): string[] {
  const recent = recentOf.get(store) ?? new Map<string, string[]>();
  recentOf.set(store, recent);
  const keys = recent.get(uid) ?? [];
  recent.set(uid, keys);
  return keys;
}

export function recordEvent(world: KubernetesWorld, about: KubernetesObject, happening: Happening): void {
  if (world.isQuiet === true) {
    return;
  }
  const { uid, name } = about.metadata;
  const namespace = about.metadata.namespace ?? 'default';
  const now = timeText(world.clock.now());
  const keys = recentKeys(world, uid);
  const known = keys
    .map((key) => world.store.get(kinds.events, key))
    .find((event) => event !== undefined && sameEvent(event, uid, happening));
  if (known !== undefined) {
    const count = Number(known['count'] ?? 1) + 1;
    world.store.put(kinds.events, { ...known, count, lastTimestamp: now });
    return;
  }
  const { component, host, fieldPath, ...told } = happening;
  const suffix = `${Date.now().toString(16)}${Math.floor(Math.random() * 0xfffff).toString(16)}`;
  createObject(world, kinds.events, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${suffix}`, namespace },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name,
      ...(about.metadata.namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion: about.metadata.resourceVersion,
      ...(fieldPath === undefined ? {} : { fieldPath }),
    },
    ...told,
    source: host === undefined ? { component } : { component, host },
    reportingComponent: component,
    reportingInstance: host ?? '',
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    eventTime: null,
  });
  keys.push(`${namespace}/${name}.${suffix}`);
}

const keptMs = 3_600_000;

/** Events are forgotten after an hour. */
export function forgetOldEvents({ store, clock }: KubernetesWorld): void {
  const oldest = timeText(clock.now() - keptMs);
  for (const event of [...store.all(kinds.events)]) {
    if ((textAt(event, 'lastTimestamp') || event.metadata.creationTimestamp) < oldest) {
      store.remove(kinds.events, keyOf(event));
    }
  }
  for (const [uid, keys] of recentOf.get(store) ?? []) {
    if (!keys.some((key) => store.get(kinds.events, key) !== undefined)) {
      recentOf.get(store)?.delete(uid);
    }
  }
}
