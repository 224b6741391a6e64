/** Kubernetes objects as the practice API keeps them. What is stored is never changed in place: a change is a new object. */

export interface Tree {
  [key: string]: unknown;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface ManagedFields {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time: string;
  fieldsType: 'FieldsV1';
  fieldsV1: Tree;
  subresource?: string;
}

export interface Metadata {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
  generateName?: string;
  generation?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  managedFields?: ManagedFields[];
}

export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec?: object;
  status?: object;
  [key: string]: unknown;
}

/** An object before the API has given it an identity. */
export interface NewObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Partial<Metadata>;
  readonly [key: string]: unknown;
}

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
  lastProbeTime?: string | null;
  observedGeneration?: number;
}

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** All but these fields. */
export const without = (tree: object, ...fields: readonly string[]): Tree =>
  Object.fromEntries(Object.entries(tree).filter(([key]) => !fields.includes(key)));

/** The value at a dotted path, undefined where there is none. */
export function valueAt(from: unknown, path: string): unknown {
  let value: unknown = from;
  for (const key of path.split('.')) {
    value = isTree(value) ? value[key] : undefined;
  }
  return value;
}

export function textAt(from: unknown, path: string): string {
  const value = valueAt(from, path);
  return typeof value === 'string' ? value : '';
}

export function numberAt(from: unknown, path: string, otherwise = 0): number {
  const value = valueAt(from, path);
  return typeof value === 'number' ? value : otherwise;
}

export function treesAt(from: unknown, path: string): readonly Tree[] {
  const value = valueAt(from, path);
  return Array.isArray(value) ? value.filter(isTree) : [];
}

export function treeAt(from: unknown, path: string): Tree {
  const value = valueAt(from, path);
  return isTree(value) ? value : {};
}

/** `namespace/name`; of an object without a namespace `/name`. */
export const keyOf = ({ metadata }: { readonly metadata: Partial<Metadata> }): string =>
  `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;

export function namesOf(key: string): { readonly namespace: string | null; readonly name: string } {
  const at = key.indexOf('/');
  return { namespace: at === 0 ? null : key.slice(0, at), name: key.slice(at + 1) };
}

/** RFC 3339 in UTC to the second, as the API writes times. */
export const timeText = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;

export const controllerOf = ({ metadata }: KubernetesObject): OwnerReference | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller === true);

export const ownerReference = (owner: KubernetesObject): OwnerReference => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
});

/** Puts a condition in place of the one of its type; the time of transition stays while the status does. */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  { lastTransitionTime, ...wanted }: Condition & { readonly lastTransitionTime: string },
): Condition[] {
  const before = conditions?.find(({ type }) => type === wanted.type);
  const since = before?.status === wanted.status ? before.lastTransitionTime : undefined;
  const next = { ...wanted, lastTransitionTime: since ?? lastTransitionTime };
  return before === undefined
    ? [...(conditions ?? []), next]
    : (conditions ?? []).map((each) => (each === before ? next : each));
}
