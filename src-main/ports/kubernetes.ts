/**
 * A Kubernetes API as engines use it. Every call throws AppError: API_NOT_FOUND, API_CONFLICT, API_INVALID, API_FORBIDDEN,
 * API_EXPIRED, LOGIN_REFUSED, RATE_LIMITED, HTTP_STATUS, or what went wrong on the way. None is repeated by itself.
 */
import { z } from 'zod';
import type { CallOptions } from './reading.ts';

const textMap = z.record(z.string(), z.string());

/** What every object has; the rest is for whoever knows its kind. `managedFields` are dropped when it is received. */
export const objectSchema = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string(),
    resourceVersion: z.string(),
    generation: z.number().optional(),
    creationTimestamp: z.string().nullish(),
    deletionTimestamp: z.string().nullish(),
    labels: textMap.nullish(),
    annotations: textMap.nullish(),
    ownerReferences: z
      .array(
        z.looseObject({
          apiVersion: z.string(),
          kind: z.string(),
          name: z.string(),
          uid: z.string(),
          controller: z.boolean().nullish(),
        }),
      )
      .nullish(),
  }),
});
export type KubernetesObject = z.infer<typeof objectSchema>;

/** A kind of objects as its addresses have it: `apps`, `v1`, `deployments`. The group of the core kinds is empty. */
export interface ResourceKind {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

/** The namespace of an object that has none is null. */
export interface ObjectName {
  readonly namespace: string | null;
  readonly name: string;
}

export interface ListSelection {
  /** Null: of all namespaces. */
  readonly namespace: string | null;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface ListOptions extends CallOptions {
  /** `cached`: what the API server has in its cache, which may be a moment old. `current`: as of now. */
  readonly freshness: 'cached' | 'current';
}

export interface ObjectList {
  readonly items: readonly KubernetesObject[];
  /** Where a watch goes on from. */
  readonly resourceVersion: string;
}

export type WatchEvent =
  | { readonly type: 'added' | 'modified' | 'deleted'; readonly object: KubernetesObject }
  | { readonly type: 'bookmark'; readonly resourceVersion: string };

export type PatchType = 'strategic-merge' | 'merge' | 'json';

export interface PatchRequest extends CallOptions {
  readonly type: PatchType;
  readonly body: unknown;
  readonly subresource?: 'status' | 'scale';
  readonly fieldManager?: string;
  /** Everything is checked, also by webhooks, and nothing is kept. */
  readonly isDryRun?: boolean;
}

export interface DeleteRequest extends CallOptions {
  /** Refused with API_CONFLICT where another object of that name is there now. */
  readonly uid?: string;
  readonly gracePeriodSeconds?: number;
}

export interface CreateRequest extends CallOptions {
  readonly namespace: string | null;
  readonly body: unknown;
}

/** Somebody who has written fields of an object, as the API server names them in `managedFields`. */
export interface FieldWriter {
  /** Such as `kubectl-edit` or the name of a controller. */
  readonly manager: string;
  /** `Update` or `Apply`. */
  readonly operation: string;
  /** Such as `status`; null for the object itself. */
  readonly subresource: string | null;
  /** When last, milliseconds since the epoch; null where it is not told. */
  readonly at: number | null;
}

/** What somebody wants to know whether they may. */
export interface AccessQuestion {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

export interface PodLogRequest extends CallOptions {
  readonly container: string;
  readonly tailLines: number;
  /** That of the container before its last restart. */
  readonly isPrevious?: boolean;
}

export interface KubernetesApi {
  /** Such as `https://10.0.0.1:6443`. */
  readonly server: string;
  /** `v1.36.3`. */
  version(options: CallOptions): Promise<string>;
  read(kind: ResourceKind, object: ObjectName, options: CallOptions): Promise<KubernetesObject>;
  /** Who has written the object, the last one first; empty where the API server does not keep that. */
  writers(kind: ResourceKind, object: ObjectName, options: CallOptions): Promise<readonly FieldWriter[]>;
  list(kind: ResourceKind, of: ListSelection, options: ListOptions): Promise<ObjectList>;
  /**
   * What happens after a resourceVersion, until the server ends the stream, which it does every few minutes. Throws
   * API_EXPIRED where that version is too old to go on from.
   */
  watch(
    kind: ResourceKind,
    of: ListSelection,
    options: CallOptions & { readonly from: string },
  ): AsyncIterable<WatchEvent>;
  create(kind: ResourceKind, request: CreateRequest): Promise<KubernetesObject>;
  patch(kind: ResourceKind, object: ObjectName, request: PatchRequest): Promise<KubernetesObject>;
  delete(kind: ResourceKind, object: ObjectName, request: DeleteRequest): Promise<void>;
  mayI(question: AccessQuestion, options: CallOptions): Promise<boolean>;
  /** The last lines of a container, as text. */
  podLog(pod: ObjectName, request: PodLogRequest): Promise<string>;
  close(): Promise<void>;
}

/** Objects that several follow at the same time, over one watch for each kind and namespace. */
export interface FollowedObjects {
  /**
   * What happens to one object: called with it once it is known, and after each change; with null once it is gone. Returns the
   * way to stop; the last one that stops ends the watch.
   */
  follow(
    followed: { readonly kind: ResourceKind; readonly of: ListSelection; readonly name: string },
    onChange: (object: KubernetesObject | null) => void,
  ): () => void;
}
