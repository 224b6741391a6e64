/** Server-side apply by the fields that each manager owns. */
import { isDeepStrictEqual } from 'node:util';
import { without, type KubernetesObject, type ManagedFields, type NewObject } from '../object.ts';
import { ApiRefusal } from '../refusals.ts';
import {
  changedFields,
  fieldsOf,
  fromFieldsV1,
  readablePath,
  toFieldsV1,
  within,
  withoutField,
  type FieldSet,
} from './field-sets.ts';
import { strategicMergePatch } from './strategic-merge.ts';

export interface Writer {
  readonly manager: string;
  readonly apiVersion: string;
  readonly time: string;
  readonly subresource: string | null;
}

export interface Applying extends Writer {
  readonly force: boolean;
}

/** What nobody owns: identity, and what the API itself keeps. */
function ownable(object: Readonly<Record<string, unknown>>): FieldSet {
  const rest = without(object, 'apiVersion', 'kind', 'metadata');
  const { metadata } = object;
  const { labels, annotations, ownerReferences, finalizers } = (metadata ??
    {}) as KubernetesObject['metadata'];
  const kept = Object.fromEntries(
    Object.entries({ labels, annotations, ownerReferences, finalizers }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const whole = fieldsOf({ ...rest, metadata: kept });
  return within(whole, (path) => path !== 'f:metadata' && path !== '');
}

const entryOf = (writer: Writer, operation: ManagedFields['operation'], fields: FieldSet): ManagedFields => {
  const entry: ManagedFields = {
    manager: writer.manager,
    operation,
    apiVersion: writer.apiVersion,
    time: writer.time,
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(fields),
  };
  return writer.subresource === null ? entry : { ...entry, subresource: writer.subresource };
};

const isOf = (entry: ManagedFields, writer: Writer, operation: ManagedFields['operation']): boolean =>
  entry.manager === writer.manager &&
  entry.operation === operation &&
  (entry.subresource ?? null) === writer.subresource;

/** The entries of everybody else, without the fields that have gone to another. */
function withoutTaken(
  entries: readonly ManagedFields[],
  taken: FieldSet,
  present: FieldSet,
): ManagedFields[] {
  return entries.flatMap((entry) => {
    const owned = fromFieldsV1(entry.fieldsV1);
    const left = within(present, (path) => owned.has(path) && !taken.has(path));
    return left.size === 0 ? [] : [{ ...entry, fieldsV1: toFieldsV1(left) }];
  });
}

/** Writes down who changed what by an update or a patch. */
export function withUpdateOwner(
  before: KubernetesObject | null,
  after: KubernetesObject,
  writer: Writer,
): KubernetesObject {
  const present = ownable(after);
  const changed = before === null ? present : changedFields(ownable(before), present);
  const entries = before?.metadata.managedFields ?? [];
  const mine = entries.find((entry) => isOf(entry, writer, 'Update'));
  const owned = mine === undefined ? new Set<string>() : fromFieldsV1(mine.fieldsV1);
  const fields = within(present, (path) => owned.has(path) || changed.has(path));
  const others = withoutTaken(
    entries.filter((entry) => entry !== mine),
    changed,
    present,
  );
  const kept = mine !== undefined && changed.size === 0 ? mine : entryOf(writer, 'Update', fields);
  const managedFields = fields.size === 0 ? others : [...others, kept];
  return { ...after, metadata: { ...after.metadata, managedFields } };
}

function refuseConflicts(before: KubernetesObject, applied: FieldSet, applying: Applying): void {
  const present = ownable(before);
  const conflicts = (before.metadata.managedFields ?? [])
    .filter((entry) => !isOf(entry, applying, 'Apply'))
    .flatMap((entry) => {
      const owned = fromFieldsV1(entry.fieldsV1);
      return [...applied]
        .filter(([path, { value }]) => owned.has(path) && !isDeepStrictEqual(present.get(path)?.value, value))
        .map(([, { steps }]) => ({ manager: entry.manager, field: readablePath(steps) }));
    });
  if (conflicts.length === 0) {
    return;
  }
  const count = `${conflicts.length} conflict${conflicts.length === 1 ? '' : 's'}`;
  const [first] = conflicts;
  throw new ApiRefusal(409, 'Conflict', {
    message: `Apply failed with ${count}: conflict with "${first?.manager ?? ''}": ${conflicts.map(({ field }) => field).join(', ')}`,
    causes: conflicts.map(({ manager, field }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with "${manager}"`,
      field,
    })),
  });
}

/** The object with what is applied; fields that this manager applied before and no longer does are gone. */
export function applyTo(before: KubernetesObject, config: NewObject, applying: Applying): KubernetesObject {
  const applied = ownable(config);
  if (!applying.force) {
    refuseConflicts(before, applied, applying);
  }
  const entries = before.metadata.managedFields ?? [];
  const mine = entries.find((entry) => isOf(entry, applying, 'Apply'));
  const others = entries.filter((entry) => entry !== mine);
  const ownedByOthers = new Set(others.flatMap((entry) => [...fromFieldsV1(entry.fieldsV1)]));
  const given = mine === undefined ? [] : [...fromFieldsV1(mine.fieldsV1)];
  const gone = given.filter((path) => !applied.has(path) && !ownedByOthers.has(path));
  const steps = ownable(before);
  const left = gone.reduce<unknown>(
    (object, path) => withoutField(object, steps.get(path)?.steps ?? ['f:']),
    before,
  );
  const metadata = without(config.metadata, 'resourceVersion', 'managedFields');
  const merged = strategicMergePatch(left, { ...config, metadata }) as KubernetesObject;
  const present = ownable(merged);
  const managedFields = [
    entryOf(applying, 'Apply', applied),
    ...withoutTaken(others, changedFields(steps, applied), present),
  ];
  return { ...merged, metadata: { ...merged.metadata, managedFields } };
}
