import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import {
  objectSchema,
  type AccessQuestion,
  type KubernetesApi,
  type KubernetesObject,
  type ListOptions,
  type ListSelection,
  type ObjectList,
  type ObjectName,
  type PatchType,
  type ResourceKind,
  type WatchEvent,
} from '../../ports/kubernetes.ts';
import { parseJson } from '../http/http-client.ts';
import type { ApiConnection, ApiRequest } from './api-connection.ts';
import { jsonLines } from './json-lines.ts';
import { refusalError } from './status.ts';

const pageSize = 500;
/** API servers send a bookmark about once a minute; what is silent for longer has lost its other side. */
const longestSilenceMs = 150_000;
const shortestWatchSeconds = 300;

const contentTypeOf: Record<PatchType, string> = {
  'strategic-merge': 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
};

/** Who wrote which field is of no use here, and often larger than the object. */
const receivedObject = objectSchema.transform((object) => {
  delete object.metadata['managedFields'];
  return object;
});

const writersSchema = z.object({
  metadata: z.object({
    managedFields: z
      .array(
        z.object({
          manager: z.string(),
          operation: z.string(),
          subresource: z.string().nullish(),
          time: z.string().nullish(),
        }),
      )
      .nullish(),
  }),
});

const listSchema = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().optional() }),
  items: z.array(receivedObject).nullish(),
});

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['ADDED', 'MODIFIED', 'DELETED']), object: z.unknown() }),
  z.object({
    type: z.literal('BOOKMARK'),
    object: z.object({ metadata: z.object({ resourceVersion: z.string() }) }),
  }),
  z.object({ type: z.literal('ERROR'), object: z.unknown() }),
]);

const errorObjectSchema = z.object({ code: z.number().optional() });
const reviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) });
const versionSchema = z.object({ gitVersion: z.string() });

/** The address of a kind, of one object of it, or of a part of that object. */
export function pathOf(
  { group, version, resource }: ResourceKind,
  { namespace, name }: Partial<ObjectName>,
): string {
  const part = (text: string): string => encodeURIComponent(text);
  return [
    group === '' ? '/api' : `/apis/${part(group)}`,
    `/${part(version)}`,
    namespace === null || namespace === undefined ? '' : `/namespaces/${part(namespace)}`,
    `/${part(resource)}`,
    name === undefined ? '' : `/${part(name)}`,
  ].join('');
}

type AsJson = <T>(request: ApiRequest, shape: z.ZodType<T>) => Promise<T>;

interface ApiOptions {
  /** From 0 to 1; spreads the ends of watches. */
  readonly random?: () => number;
  /** After so long without a sign of life a watch is given up. */
  readonly silenceMs?: number;
}

/** The API of one cluster over one connection. */
export function createKubernetesApi(
  connection: ApiConnection,
  { random = Math.random, silenceMs = longestSilenceMs }: ApiOptions = {},
): KubernetesApi {
  const json: AsJson = async (request, shape) => {
    const text = await connection.text(request);
    return shaped(parseJson(text), shape, whatOf(connection, request));
  };
  return {
    server: connection.server,
    async version({ signal }) {
      return (await json({ method: 'GET', path: '/version', signal }, versionSchema)).gitVersion;
    },
    read: (kind, of, { signal }) => json({ method: 'GET', path: pathOf(kind, of), signal }, receivedObject),
    async writers(kind, of, { signal }) {
      const { metadata } = await json({ method: 'GET', path: pathOf(kind, of), signal }, writersSchema);
      return (metadata.managedFields ?? [])
        .map(({ manager, operation, subresource, time }) => {
          const at = Date.parse(time ?? '');
          return { manager, operation, subresource: subresource || null, at: Number.isNaN(at) ? null : at };
        })
        .sort((one, other) => (other.at ?? 0) - (one.at ?? 0));
    },
    list: (kind, of, options) => list(json, { kind, of, options }),
    async *watch(kind, of, { from, signal }) {
      const request: ApiRequest = {
        method: 'GET',
        path: pathOf(kind, { namespace: of.namespace }),
        query: {
          ...selectorsOf(of),
          watch: 'true',
          allowWatchBookmarks: 'true',
          resourceVersion: from,
          timeoutSeconds: String(Math.round(shortestWatchSeconds * (1 + random()))),
        },
        signal,
      };
      const what = whatOf(connection, request);
      for await (const line of jsonLines(connection.stream(request, silenceMs), what)) {
        yield watchEvent(line, what);
      }
    },
    ...changesThrough(connection, json),
    mayI: (question, { signal }) => mayI(json, question, signal),
    podLog: (pod, { container, tailLines, isPrevious = false, signal }) =>
      connection.text({
        method: 'GET',
        path: `${pathOf({ group: '', version: 'v1', resource: 'pods' }, pod)}/log`,
        query: { container, tailLines: String(tailLines), previous: isPrevious ? 'true' : undefined },
        accept: 'text/plain, */*',
        signal,
      }),
    close: () => connection.close(),
  };
}

const whatOf = ({ server }: ApiConnection, { method, path, query }: ApiRequest): string =>
  `${method} ${server}${path}${query?.['watch'] === undefined ? '' : '?watch=true'}`;

interface Listing {
  readonly kind: ResourceKind;
  readonly of: ListSelection;
  readonly options: ListOptions;
}

async function list(json: AsJson, { kind, of, options }: Listing): Promise<ObjectList> {
  const items: KubernetesObject[] = [];
  let next = '';
  let resourceVersion: string;
  do {
    const isFirst = next === '';
    const page = await json(
      {
        method: 'GET',
        path: pathOf(kind, { namespace: of.namespace }),
        query: {
          ...selectorsOf(of),
          limit: String(pageSize),
          continue: isFirst ? undefined : next,
          resourceVersion: isFirst && options.freshness === 'cached' ? '0' : undefined,
        },
        signal: options.signal,
      },
      listSchema,
    );
    items.push(...(page.items ?? []));
    resourceVersion = page.metadata.resourceVersion;
    next = page.metadata.continue ?? '';
  } while (next !== '');
  return { items, resourceVersion };
}

function changesThrough(
  connection: ApiConnection,
  json: AsJson,
): Pick<KubernetesApi, 'create' | 'patch' | 'delete'> {
  return {
    create: (kind, { namespace, body, signal }) =>
      json({ method: 'POST', path: pathOf(kind, { namespace }), body, signal }, receivedObject),
    patch(kind, of, { type, body, subresource, fieldManager, isDryRun = false, signal }) {
      const request: ApiRequest = {
        method: 'PATCH',
        path: `${pathOf(kind, of)}${subresource === undefined ? '' : `/${subresource}`}`,
        query: { fieldManager, dryRun: isDryRun ? 'All' : undefined },
        contentType: contentTypeOf[type],
        body,
        signal,
      };
      return json(request, receivedObject);
    },
    async delete(kind, of, { uid, gracePeriodSeconds, signal }) {
      const body = {
        propagationPolicy: 'Background',
        preconditions: uid === undefined ? undefined : { uid },
        gracePeriodSeconds,
      };
      await connection.text({ method: 'DELETE', path: pathOf(kind, of), body, signal });
    },
  };
}

async function mayI(json: AsJson, question: AccessQuestion, signal: AbortSignal): Promise<boolean> {
  const review = await json(
    {
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      isQuestion: true,
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: question },
      },
      signal,
    },
    reviewSchema,
  );
  return review.status.allowed;
}

const selectorsOf = ({ labelSelector, fieldSelector }: ListSelection): ApiRequest['query'] => ({
  labelSelector,
  fieldSelector,
});

function shaped<T>(json: unknown, shape: z.ZodType<T>, what: string): T {
  const parsed = shape.safeParse(json);
  if (parsed.success) {
    return parsed.data;
  }
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new AppError('HTTP_BAD_ANSWER', {
    zh: `${what} 的应答不是 Kubernetes API 的格式（${where === '' ? '整体' : where}）。请核对这是不是集群的 API 地址。`,
    en: `The response to ${what} is not what a Kubernetes API sends (${where === '' ? 'as a whole' : where}). Check that this is the address of the cluster's API.`,
  });
}

function watchEvent(line: unknown, what: string): WatchEvent {
  const event = shaped(line, eventSchema, what);
  if (event.type === 'BOOKMARK') {
    return { type: 'bookmark', resourceVersion: event.object.metadata.resourceVersion };
  }
  if (event.type === 'ERROR') {
    const status = errorObjectSchema.safeParse(event.object).data?.code ?? 500;
    throw refusalError({ what, status, body: event.object, retryAfterSeconds: null, changes: false });
  }
  const types = { ADDED: 'added', MODIFIED: 'modified', DELETED: 'deleted' } as const;
  return { type: types[event.type], object: shaped(event.object, receivedObject, what) };
}
