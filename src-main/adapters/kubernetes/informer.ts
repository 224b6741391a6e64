/**
 * What a Kubernetes API holds of one kind, kept up to date in memory: one list, then a watch for as long as somebody
 * follows. After an error the watch goes on from the last version that was seen; a new list is made only where that
 * version is too old, and never more than one in each pause.
 */
import { toErrorRecord, type ErrorRecord } from '../../contract/errors.ts';
import type { KubernetesApi, KubernetesObject, ListSelection, ResourceKind } from '../../ports/kubernetes.ts';
import type { Clock } from '../../runner/ports.ts';

export interface InformerParts {
  readonly api: Pick<KubernetesApi, 'list' | 'watch'>;
  readonly kind: ResourceKind;
  readonly of: ListSelection;
  readonly clock: Pick<Clock, 'now' | 'elapsed' | 'pause'>;
  /** From 0 to 1; spreads what would be asked at the same moment. */
  readonly random: () => number;
}

/** What has changed, as one. `isWhole`: these are all there are; what was there before and is not among them is in `gone`. */
export interface InformerChange {
  readonly isWhole: boolean;
  readonly present: readonly KubernetesObject[];
  readonly gone: readonly KubernetesObject[];
}

export interface InformerListener {
  onChange(change: InformerChange): void;
  onState(state: InformerState): void;
}

/** `seenAt`: when it was last known to be up to date, milliseconds since the epoch; null before the first list. */
export interface InformerState {
  readonly isLive: boolean;
  readonly seenAt: number | null;
  /** Why it is not. */
  readonly error: ErrorRecord | null;
}

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** A watch that lived so long was a good one: the next pause is short again. */
const goodAfterMs = 10_000;
const jitter = 0.2;

/** By namespace and name: an object that took the place of another has its name and a uid of its own. */
export const objectKey = ({ metadata }: KubernetesObject): string =>
  `${metadata.namespace ?? ''}/${metadata.name}`;

/** Runs until it is aborted; never throws. */
export async function inform(
  parts: InformerParts,
  listener: InformerListener,
  signal: AbortSignal,
): Promise<void> {
  const copy = new LocalCopy(parts, listener, signal);
  const pauses = createPauses(parts, signal);
  while (!isAborted(signal)) {
    const startedAt = parts.clock.elapsed();
    const error = await copy.follow();
    const livedMs = parts.clock.elapsed() - startedAt;
    if (livedMs >= goodAfterMs) {
      pauses.reset();
    }
    // A stream that its server ends as agreed has lived for minutes, and the next one follows at once.
    if (error !== null || livedMs < goodAfterMs) {
      await pauses.pause(error);
    }
  }
}

/** Asked anew each time: what is awaited in between may take long. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

class LocalCopy {
  readonly #parts: InformerParts;
  readonly #listener: InformerListener;
  readonly #signal: AbortSignal;
  readonly #held = new Map<string, KubernetesObject>();
  /** Where the next watch begins; null where a list is needed first. */
  #from: string | null = null;
  #seenAt: number | null = null;
  /** The API server did not know our version yet. Twice in a row: it never will, its history is another one. */
  #isAhead = false;

  constructor(parts: InformerParts, listener: InformerListener, signal: AbortSignal) {
    this.#parts = parts;
    this.#listener = listener;
    this.#signal = signal;
  }

  /** Follows until the stream ends; what ended it, null where the server did as agreed. */
  async follow(): Promise<ErrorRecord | null> {
    try {
      this.#from ??= await this.#list();
      await this.#watch(this.#from);
      return null;
    } catch (thrown) {
      const error = toErrorRecord(thrown);
      if (!this.#signal.aborted) {
        this.#doubt(error);
        this.#listener.onState({ isLive: false, seenAt: this.#seenAt, error });
      }
      return error;
    }
  }

  /** Whether what was seen last is something that the server can go on from. */
  #doubt({ code, data }: ErrorRecord): void {
    const causes = data['causes'];
    const isAhead = Array.isArray(causes) && causes.includes('ResourceVersionTooLarge');
    if (code === 'API_EXPIRED' || (isAhead && this.#isAhead)) {
      this.#from = null;
    }
    this.#isAhead = isAhead;
  }

  async #list(): Promise<string> {
    const { api, kind, of } = this.#parts;
    // The first one may be a moment old; one after a doubt has to be what is true now.
    const freshness = this.#seenAt === null ? 'cached' : 'current';
    const { items, resourceVersion } = await api.list(kind, of, { freshness, signal: this.#signal });
    const gone = new Map(this.#held);
    this.#held.clear();
    for (const item of items) {
      this.#held.set(objectKey(item), item);
      gone.delete(objectKey(item));
    }
    this.#listener.onChange({ isWhole: true, present: items, gone: [...gone.values()] });
    this.#seen();
    return resourceVersion;
  }

  async #watch(start: string): Promise<void> {
    const { api, kind, of } = this.#parts;
    for await (const event of api.watch(kind, of, { from: start, signal: this.#signal })) {
      this.#isAhead = false;
      if (event.type === 'bookmark') {
        this.#from = event.resourceVersion;
      } else {
        this.#from = event.object.metadata.resourceVersion;
        this.#take(event.object, event.type === 'deleted');
      }
      this.#seen();
    }
  }

  #take(object: KubernetesObject, isGone: boolean): void {
    if (isGone) {
      this.#held.delete(objectKey(object));
      this.#listener.onChange({ isWhole: false, present: [], gone: [object] });
      return;
    }
    this.#held.set(objectKey(object), object);
    this.#listener.onChange({ isWhole: false, present: [object], gone: [] });
  }

  #seen(): void {
    this.#seenAt = this.#parts.clock.now();
    this.#listener.onState({ isLive: true, seenAt: this.#seenAt, error: null });
  }
}

interface Pauses {
  /** As long as the server asks for, else longer each time. Returns early when it is aborted. */
  pause(after: ErrorRecord | null): Promise<void>;
  reset(): void;
}

function createPauses({ clock, random }: InformerParts, signal: AbortSignal): Pauses {
  let pauseMs = firstPauseMs;
  return {
    async pause(after) {
      const asked = Number(after?.data['retryAfterMs'] ?? 0);
      const spread = 1 + (random() * 2 - 1) * jitter;
      const durationMs = Math.max(asked, pauseMs * spread);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      await clock.pause(durationMs, signal).catch(() => undefined);
    },
    reset() {
      pauseMs = firstPauseMs;
    },
  };
}
