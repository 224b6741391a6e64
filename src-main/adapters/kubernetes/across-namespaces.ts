/**
 * Lists of a kind for who may not list the whole cluster: it is asked for first, and where that is refused, the namespaces of
 * the connection take its place, merged into one. Who shows it says so (`isNarrowed`): something may lie elsewhere.
 */
import { isAppError, type ErrorRecord } from '../../contract/errors.ts';
import { whereRefused } from '../../contract/where-refused.ts';
import type {
  KubernetesApi,
  KubernetesObject,
  ListOptions,
  ListSelection,
  ResourceKind,
} from '../../ports/kubernetes.ts';
import {
  inform,
  objectKey,
  type InformerChange,
  type InformerListener,
  type InformerParts,
  type InformerState,
} from './informer.ts';

export interface WideList {
  readonly items: readonly KubernetesObject[];
  /** Only the namespaces of the connection were listed. */
  readonly isNarrowed: boolean;
}

const isForbidden = (thrown: unknown): boolean => isAppError(thrown) && thrown.code === 'API_FORBIDDEN';

interface AcrossRequest {
  readonly of: ListSelection;
  /** Those of the connection; they take the place of the whole cluster only. */
  readonly namespaces: readonly string[];
  readonly options: ListOptions;
}

/** Throws the refusal of the cluster where every namespace refuses as well; one that refuses beside others is left out. */
export async function listAcross(
  api: Pick<KubernetesApi, 'list'>,
  kind: ResourceKind,
  { of, namespaces, options }: AcrossRequest,
): Promise<WideList> {
  try {
    const { items } = await api.list(kind, of, options);
    return { items, isNarrowed: false };
  } catch (thrown) {
    if (of.namespace !== null || !isForbidden(thrown)) {
      throw thrown;
    }
    const lists = await Promise.all(
      namespaces.map((namespace) =>
        whereRefused(api.list(kind, { ...of, namespace }, options), ['API_FORBIDDEN'], null),
      ),
    );
    const allowed = lists.filter((list) => list !== null);
    if (allowed.length === 0) {
      throw thrown;
    }
    return { items: allowed.flatMap(({ items }) => items), isNarrowed: true };
  }
}

export interface AcrossParts extends InformerParts {
  /** Those of the connection; they take the place of the whole cluster only. */
  readonly namespaces: readonly string[];
}

export interface AcrossListener extends InformerListener {
  /** Called once, before the first list of the namespaces, when the whole cluster is refused. */
  onNarrowed(namespaces: readonly string[]): void;
}

/** As {@link inform}; a list of the whole cluster is, once that is refused, one of the namespaces. Runs until it is aborted; never throws. */
export async function informAcross(
  parts: AcrossParts,
  listener: AcrossListener,
  signal: AbortSignal,
): Promise<void> {
  const { of, namespaces, ...same } = parts;
  const mayNarrow = of.namespace === null && namespaces.length > 0;
  const held = new Map<string, KubernetesObject>();
  const refused = new AbortController();
  const wide: InformerListener = {
    onChange(change) {
      keep(held, change);
      listener.onChange(change);
    },
    onState(state) {
      if (state.error?.code === 'API_FORBIDDEN' && mayNarrow) {
        refused.abort();
      } else {
        listener.onState(state);
      }
    },
  };
  await inform({ ...same, of }, wide, AbortSignal.any([signal, refused.signal]));
  if (signal.aborted) {
    return;
  }
  listener.onNarrowed(namespaces);
  const merged = new MergedLists(namespaces, held, listener);
  await Promise.all(
    namespaces.map((namespace) =>
      inform({ ...same, of: { ...of, namespace } }, merged.listenerOf(namespace), signal),
    ),
  );
}

function keep(held: Map<string, KubernetesObject>, { isWhole, present, gone }: InformerChange): void {
  if (isWhole) {
    held.clear();
  }
  for (const object of gone) {
    held.delete(objectKey(object));
  }
  for (const object of present) {
    held.set(objectKey(object), object);
  }
}

/** Several lists told as one: whole once each of them has been heard of, then by its changes. */
class MergedLists {
  readonly #listener: InformerListener;
  /** What was told before the whole is told: the follower has to hear of what is not in it. */
  readonly #before: ReadonlyMap<string, KubernetesObject>;
  readonly #held = new Map<string, KubernetesObject>();
  readonly #states = new Map<string, InformerState | null>();
  #isTold = false;

  constructor(
    namespaces: readonly string[],
    before: ReadonlyMap<string, KubernetesObject>,
    listener: InformerListener,
  ) {
    this.#listener = listener;
    this.#before = before;
    for (const namespace of namespaces) {
      this.#states.set(namespace, null);
    }
  }

  listenerOf(namespace: string): InformerListener {
    return {
      onChange: (change) => {
        keep(this.#held, { ...change, isWhole: false });
        if (this.#isTold) {
          this.#listener.onChange({ ...change, isWhole: false });
        }
      },
      onState: (state) => {
        this.#states.set(namespace, state);
        this.#tell();
      },
    };
  }

  #tell(): void {
    const states = [...this.#states.values()].filter((state) => state !== null);
    if (states.length < this.#states.size) {
      return;
    }
    // One that refuses from the start has nothing to tell, and keeps the others from nothing.
    if (!this.#isTold && states.some(({ seenAt }) => seenAt !== null)) {
      this.#isTold = true;
      const gone = [...this.#before].filter(([key]) => !this.#held.has(key)).map(([, object]) => object);
      this.#listener.onChange({ isWhole: true, present: [...this.#held.values()], gone });
    }
    this.#listener.onState(merged(states));
  }
}

/** As true as the least of them. */
function merged(states: readonly InformerState[]): InformerState {
  const error: ErrorRecord | null = states.find((state) => state.error !== null)?.error ?? null;
  const seen = states.flatMap(({ seenAt }) => seenAt ?? []);
  return {
    isLive: states.every(({ isLive }) => isLive),
    seenAt: seen.length < states.length ? null : Math.min(...seen),
    error,
  };
}
