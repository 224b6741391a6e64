/** Creating, updating, patching and deleting objects. */
import { withDefaults } from '../defaults.ts';
import {
  isTree,
  keyOf,
  textAt,
  timeText,
  treeAt,
  valueAt,
  type KubernetesObject,
  type NewObject,
} from '../object.ts';
import { jsonPatch } from '../patches/json-patch.ts';
import { mergePatch } from '../patches/merge-patch.ts';
import { applyTo, withUpdateOwner, type Writer } from '../patches/server-side-apply.ts';
import { strategicMergePatch } from '../patches/strategic-merge.ts';
import { requireQuota } from '../quota.ts';
import {
  ApiRefusal,
  alreadyExists,
  badRequest,
  conflict,
  forbidden,
  notFound,
  unsupportedMedia,
} from '../refusals.ts';
import { apiVersionOf, kinds } from '../resources.ts';
import { requireValid } from '../validation.ts';
import { counted, deleteObject, madeFrom, storeChanged } from '../writes.ts';
import { isDryRun, type ApiAnswer, type ApiCall } from './call.ts';
import { requireObject, selectionOf } from './reading.ts';
import { keyOfTarget, type Target } from './target.ts';

/** Who writes: as the query names him, else the program that asks. */
export function writerOf({ query, headers, target, world }: ApiCall): Writer {
  const program = (headers['user-agent'] ?? 'unknown').split('/')[0] ?? 'unknown';
  return {
    manager: query.get('fieldManager') ?? program,
    apiVersion: apiVersionOf(target.resource),
    time: timeText(world.clock.now()),
    subresource: target.subresource,
  };
}

/** Throws where a body is not for the place that it was sent to. */
function requirePlace({ namespace, name }: Target, metadata: NewObject['metadata']): void {
  if (namespace !== null && metadata.namespace !== undefined && metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (name !== null && metadata.name !== undefined && metadata.name !== name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  }
}

/** The object of a body, checked to be of the kind and the place that it was sent to. */
function draftOf({ target, body }: ApiCall): NewObject {
  if (!isTree(body)) {
    throw badRequest('Request body is empty or not an object');
  }
  const { resource, namespace } = target;
  const expected = apiVersionOf(resource);
  const kind = textAt(body, 'kind') || resource.kind;
  const apiVersion = textAt(body, 'apiVersion') || expected;
  if (kind !== resource.kind || apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${apiVersion}, Kind=${kind}) does not match the expected API version (${expected}, Kind=${resource.kind})`,
    );
  }
  const metadata: NewObject['metadata'] = { ...treeAt(body, 'metadata') };
  requirePlace(target, metadata);
  delete metadata.namespace;
  return { ...body, apiVersion, kind, metadata: namespace === null ? metadata : { ...metadata, namespace } };
}

function requireNamespace({ world, target }: ApiCall, name: string): void {
  if (target.namespace === null) {
    return;
  }
  const found = world.store.get(kinds.namespaces, `/${target.namespace}`);
  if (found === undefined) {
    throw notFound(kinds.namespaces, target.namespace);
  }
  if (found.metadata.deletionTimestamp !== undefined) {
    const why = `unable to create new content in namespace ${target.namespace} because it is being terminated`;
    throw forbidden(target.resource, name, why);
  }
}

/** Stores what is wanted, unless it is only tried. */
function keep(call: ApiCall, object: KubernetesObject): KubernetesObject {
  return isDryRun(call) ? object : call.world.store.put(call.target.resource, object);
}

export function createObjectFrom(call: ApiCall, draft: NewObject = draftOf(call)): KubernetesObject {
  const { world, target } = call;
  const { resource } = target;
  const { name, generateName } = draft.metadata;
  if ((name ?? '') === '' && (generateName ?? '') === '') {
    throw badRequest('name or generateName is required');
  }
  requireNamespace(call, name ?? generateName ?? '');
  const made = madeFrom(world, resource, draft);
  if (world.store.get(resource, keyOf(made)) !== undefined) {
    throw alreadyExists(resource, made.metadata.name);
  }
  requireValid(resource, null, made);
  if (resource === kinds.pods) {
    requireQuota(world, made);
  }
  return keep(call, withUpdateOwner(null, made, writerOf(call)));
}

/** What a client may not change of what the API keeps. */
function withIdentity(before: KubernetesObject, wanted: KubernetesObject): KubernetesObject {
  const { uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds } =
    before.metadata;
  const metadata: KubernetesObject['metadata'] = {
    ...wanted.metadata,
    name: before.metadata.name,
    uid,
    creationTimestamp,
    resourceVersion: before.metadata.resourceVersion,
    ...(before.metadata.namespace === undefined ? {} : { namespace: before.metadata.namespace }),
    ...(generation === undefined ? {} : { generation }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
  };
  return { ...wanted, apiVersion: before.apiVersion, kind: before.kind, metadata };
}

/** Only the part that the address names: the status, or all but the status. */
function ofPart({ target }: ApiCall, before: KubernetesObject, wanted: KubernetesObject): KubernetesObject {
  if (target.subresource === 'status') {
    const { managedFields } = wanted.metadata;
    const metadata = managedFields === undefined ? before.metadata : { ...before.metadata, managedFields };
    return wanted.status === undefined
      ? { ...before, metadata }
      : { ...before, metadata, status: wanted.status };
  }
  const next = { ...wanted };
  if (target.resource.hasStatus) {
    delete next.status;
    if (before.status !== undefined) {
      next.status = before.status;
    }
  }
  return next;
}

/** Brings a changed object in: identity, version, defaults, rules, generation. */
export function replaceWith(
  call: ApiCall,
  before: KubernetesObject,
  { wanted, isApplied = false }: { readonly wanted: KubernetesObject; readonly isApplied?: boolean },
): KubernetesObject {
  const { world, target } = call;
  const { resource } = target;
  const asked = textAt(wanted, 'metadata.resourceVersion');
  const { resourceVersion, uid } = before.metadata;
  if (asked !== '' && asked !== resourceVersion) {
    throw conflict(resource, before.metadata.name);
  }
  const askedUid = textAt(wanted, 'metadata.uid');
  if (askedUid !== '' && askedUid !== uid) {
    const why = `Precondition failed: UID in precondition: ${askedUid}, UID in object meta: ${uid}`;
    throw conflict(resource, before.metadata.name, why);
  }
  const part = ofPart(call, before, withIdentity(before, wanted));
  const complete = target.subresource === null ? withDefaults(resource, part) : part;
  if (target.subresource === null) {
    requireValid(resource, before, complete);
  }
  const next = counted(resource, before, complete);
  const owned = isApplied ? next : withUpdateOwner(before, next, writerOf(call));
  return isDryRun(call) ? owned : storeChanged(world, resource, owned);
}

export function updateObject(call: ApiCall): ApiAnswer {
  const draft = draftOf(call);
  const before = requireObject(call);
  return { code: 200, body: replaceWith(call, before, { wanted: draft as KubernetesObject }) };
}

const strategicType = 'application/strategic-merge-patch+json';
const patchTypes = ['application/json-patch+json', 'application/merge-patch+json'];
export const applyType = 'application/apply-patch+yaml';

/** The object as a patch of its type makes it. */
export function patched({ target, headers, body }: ApiCall, before: object): KubernetesObject {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (typeof body !== 'object' || body === null) {
    throw badRequest('error decoding patch: the body is not an object');
  }
  switch (type) {
    case 'application/json-patch+json':
      return jsonPatch(before, body) as KubernetesObject;
    case 'application/merge-patch+json':
      return mergePatch(before, body) as KubernetesObject;
    case strategicType:
      if (!target.resource.isCustom) {
        return strategicMergePatch(before, body) as KubernetesObject;
      }
      break;
    default:
  }
  const accepted = target.resource.isCustom
    ? [...patchTypes, applyType]
    : [...patchTypes, strategicType, applyType];
  throw unsupportedMedia(accepted);
}

function apply(call: ApiCall): ApiAnswer {
  const { world, target, query } = call;
  const draft = draftOf(call);
  const writer = writerOf(call);
  const name = target.name ?? '';
  const config = { ...draft, metadata: { ...draft.metadata, name } };
  const applying = { ...writer, force: query.get('force') === 'true' };
  const before = world.store.get(target.resource, keyOfTarget(target));
  if (before !== undefined) {
    const wanted = applyTo(before, config, applying);
    return { code: 200, body: replaceWith(call, before, { wanted, isApplied: true }) };
  }
  requireNamespace(call, name);
  const made = madeFrom(world, target.resource, config);
  requireValid(target.resource, null, made);
  const bare = { ...made, metadata: { ...made.metadata, managedFields: [] } };
  const { metadata } = applyTo(bare, config, { ...applying, force: true });
  return {
    code: 201,
    body: keep(call, {
      ...made,
      metadata: { ...made.metadata, managedFields: metadata.managedFields ?? [] },
    }),
  };
}

/** A patch that makes a field of the wrong type is refused as the whole object that it makes. */
function asPatchRefusal(thrown: unknown, wanted: KubernetesObject): unknown {
  const isOfType = thrown instanceof ApiRefusal && thrown.message.includes('json: cannot unmarshal');
  const [, why = ''] = isOfType ? (/(json: .*)$/.exec(thrown.message) ?? []) : [];
  if (!isOfType) {
    return thrown;
  }
  const message = `Invalid value: ${JSON.stringify(JSON.stringify(wanted))}: ${why}`;
  const causes = [{ reason: 'FieldValueInvalid', message, field: 'patch' }];
  return new ApiRefusal(422, 'Invalid', { message: ` "" is invalid: patch: ${message}`, causes });
}

export function patchObject(call: ApiCall): ApiAnswer {
  const { headers } = call;
  if ((headers['content-type'] ?? '').startsWith(applyType)) {
    return apply(call);
  }
  const before = requireObject(call);
  const wanted = patched(call, before);
  try {
    return { code: 200, body: replaceWith(call, before, { wanted }) };
  } catch (thrown) {
    throw asPatchRefusal(thrown, wanted);
  }
}

interface DeleteOptions {
  readonly gracePeriodSeconds: number | undefined;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan' | undefined;
}

function deleteOptions({ query, body }: ApiCall): DeleteOptions {
  const grace = query.get('gracePeriodSeconds') ?? valueAt(body, 'gracePeriodSeconds');
  const propagation = query.get('propagationPolicy') ?? textAt(body, 'propagationPolicy');
  const isKnown = propagation === 'Foreground' || propagation === 'Orphan' || propagation === 'Background';
  return {
    gracePeriodSeconds: grace === undefined || grace === null ? undefined : Number(grace),
    propagation: isKnown ? propagation : undefined,
  };
}

function requirePreconditions({ target, body }: ApiCall, object: KubernetesObject): void {
  const { uid, resourceVersion, name } = object.metadata;
  const wantedUid = textAt(body, 'preconditions.uid');
  if (wantedUid !== '' && wantedUid !== uid) {
    const why = `Precondition failed: UID in precondition: ${wantedUid}, UID in object meta: ${uid}`;
    throw conflict(target.resource, name, why);
  }
  const wantedVersion = textAt(body, 'preconditions.resourceVersion');
  if (wantedVersion !== '' && wantedVersion !== resourceVersion) {
    const why = `Precondition failed: ResourceVersion in precondition: ${wantedVersion}, ResourceVersion in object meta: ${resourceVersion}`;
    throw conflict(target.resource, name, why);
  }
}

export function removeObject(call: ApiCall): ApiAnswer {
  const { world, target, body } = call;
  const object = requireObject(call);
  requirePreconditions(call, object);
  const isTried =
    isDryRun(call) || (isTree(body) && Array.isArray(body['dryRun']) && body['dryRun'].includes('All'));
  const left = isTried ? null : deleteObject(world, target.resource, { object, ...deleteOptions(call) });
  if (left !== null || target.resource === kinds.pods) {
    return { code: 200, body: left ?? object };
  }
  const { group, plural } = target.resource;
  const details = {
    name: object.metadata.name,
    ...(group === '' ? {} : { group }),
    kind: plural,
    uid: object.metadata.uid,
  };
  return { code: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } };
}

export function removeObjects(call: ApiCall): ApiAnswer {
  const { world, target, query } = call;
  const { resource } = target;
  const items = [...world.store.all(resource)].filter(selectionOf(target, query));
  if (!isDryRun(call)) {
    for (const object of items) {
      deleteObject(world, resource, { object, ...deleteOptions(call) });
    }
  }
  const metadata = { resourceVersion: String(world.store.version) };
  return {
    code: 200,
    body: { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items },
  };
}
