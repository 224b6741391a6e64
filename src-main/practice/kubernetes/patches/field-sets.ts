/** Which fields somebody wrote, in the form of `managedFields`: `{"f:spec": {"f:replicas": {}}}`, items as `k:{"name":"web"}`. */
import { isDeepStrictEqual } from 'node:util';
import { isTree, type Tree } from '../object.ts';
import { mergeKeyOf } from './merge-keys.ts';

/** One field by its steps, such as `f:spec`, `k:{"name":"a"}`; a set of them is a map by the joined steps. */
export type FieldSet = ReadonlyMap<string, { readonly steps: readonly string[]; readonly value: unknown }>;

const separator = '\u0000';

/** The leaves of an object. */
export function fieldsOf(object: unknown): FieldSet {
  const found = new Map<string, { steps: readonly string[]; value: unknown }>();
  const visit = (value: unknown, steps: readonly string[], field: string): void => {
    if (isTree(value) && Object.keys(value).length > 0) {
      for (const [key, below] of Object.entries(value)) {
        visit(below, [...steps, `f:${key}`], key);
      }
      return;
    }
    const key = Array.isArray(value) ? mergeKeyOf(field, value) : null;
    if (key !== null && Array.isArray(value) && value.every((item) => isTree(item) && key in item)) {
      for (const item of value as readonly Tree[]) {
        visit(item, [...steps, `k:${JSON.stringify({ [key]: item[key] })}`], '');
      }
      return;
    }
    found.set(steps.join(separator), { steps, value });
  };
  visit(object, [], '');
  return found;
}

export function toFieldsV1(fields: FieldSet): Tree {
  const tree: Tree = {};
  for (const { steps } of fields.values()) {
    let at = tree;
    for (const step of steps) {
      const below = at[step];
      const next: Tree = isTree(below) ? below : {};
      at[step] = next;
      at = next;
    }
  }
  return tree;
}

export function fromFieldsV1(tree: Tree): Set<string> {
  const found = new Set<string>();
  const visit = (below: Tree, steps: readonly string[]): void => {
    const entries = Object.entries(below).filter(([key]) => key !== '.');
    if (entries.length === 0) {
      found.add(steps.join(separator));
    }
    for (const [key, value] of entries) {
      visit(isTree(value) ? value : {}, [...steps, key]);
    }
  };
  visit(tree, []);
  return found;
}

/** Only these fields of a set. */
export const within = (fields: FieldSet, wanted: (path: string) => boolean): FieldSet =>
  new Map([...fields].filter(([path]) => wanted(path)));

/** What is other in `after` than in `before`. */
export const changedFields = (before: FieldSet, after: FieldSet): FieldSet =>
  new Map(
    [...after].filter(([path, { value }]) => {
      const known = before.get(path);
      return known === undefined || !isDeepStrictEqual(known.value, value);
    }),
  );

/** `.spec.template.spec.containers[name="web"].image` */
export const readablePath = (steps: readonly string[]): string =>
  steps
    .map((step) => {
      const [entry] = step.startsWith('k:') ? Object.entries(JSON.parse(step.slice(2)) as Tree) : [];
      return entry === undefined ? `.${step.slice(2)}` : `[${entry[0]}=${JSON.stringify(entry[1])}]`;
    })
    .join('');

/** The object without one field; lists lose the item when its key goes. */
export function withoutField(object: unknown, steps: readonly string[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return undefined;
  }
  if (step.startsWith('k:') && Array.isArray(object)) {
    const [entry] = Object.entries(JSON.parse(step.slice(2)) as Tree);
    return object.flatMap((item: unknown) => {
      const isMeant = entry !== undefined && isTree(item) && item[entry[0]] === entry[1];
      const left = isMeant ? withoutField(item, rest) : item;
      return left === undefined || (isMeant && isTree(left) && !(entry[0] in left)) ? [] : [left];
    });
  }
  const key = step.slice(2);
  if (!isTree(object) || !(key in object)) {
    return object;
  }
  const { [key]: below, ...others } = object;
  const left = withoutField(below, rest);
  return left === undefined ? others : { ...others, [key]: left };
}
