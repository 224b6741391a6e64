import type { PodCounts, RolloutCause, WorkloadName } from '../../contract/restart.ts';
import { kindNames, restartedAtKey, type RolloutState } from '../../contract/restart-names.ts';
import { verbatim } from '../../contract/text.ts';
import { whereRefused } from '../../contract/where-refused.ts';
import type { KubernetesObject } from '../../ports/kubernetes.ts';
import type { StepContext } from '../../runner/definition.ts';
import { createWakes } from '../../runner/wakes.ts';
import { areReady, lastWordsOf, lookAtRollout, readPods, restartsIn } from './look.ts';
import type { RestartWorld } from './ports.ts';
import { fieldManager, type PatchOutput } from './steps/patch.ts';
import {
  isOnDelete,
  podCounts,
  resources,
  revisionOf,
  rolloutState,
  templateAnnotations,
  toWorkload,
  type Workload,
} from './workload.ts';

export interface Followed {
  readonly workload: WorkloadName;
  readonly patched: PatchOutput;
  /** Milliseconds after which a rollout that is not done is given up. */
  readonly timeoutMs: number;
  /** Milliseconds that the new pods have to run without a restart. */
  readonly settleMs: number;
}

export interface RolloutEnd {
  readonly state: RolloutState;
  readonly counts: PodCounts;
  readonly revisionAfter: string | null;
  readonly cause: RolloutCause | null;
}

/** Milliseconds between two looks at the pods of a rollout that is not done. */
const lookEveryMs = 2_000;

/** Follows a rollout until it is done, has lost its restart, or its time is over. Throws what the API says. */
export async function followRollout(
  context: StepContext<RestartWorld>,
  followed: Followed,
): Promise<RolloutEnd> {
  const changes = followChanges(context, followed.workload);
  const rollout = new Rollout(context, followed);
  try {
    for (;;) {
      const end = await rollout.look(changes.latest());
      if (end !== null) {
        return end;
      }
      await changes.next(rollout.pauseMs());
    }
  } finally {
    changes.stop();
  }
}

/** The object as the watch tells it; undefined until it has told anything. */
type Told = KubernetesObject | null | undefined;

function followChanges(
  { world, signal }: StepContext<RestartWorld>,
  { kind, namespace, name }: WorkloadName,
) {
  const wakes = createWakes(world.clock, signal);
  let latest: Told;
  const stop = world.followed.follow({ kind: resources[kind], of: { namespace }, name }, (object) => {
    latest = object;
    wakes.wake();
  });
  return { latest: (): Told => latest, next: wakes.next, stop };
}

class Rollout {
  readonly #context: StepContext<RestartWorld>;
  readonly #followed: Followed;
  readonly #beganAt: number;
  #cause: RolloutCause | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** When it was first seen done, and how often its pods had been started anew by then. */
  #settling: { readonly since: number; readonly restarts: number } | null = null;

  constructor(context: StepContext<RestartWorld>, followed: Followed) {
    this.#context = context;
    this.#followed = followed;
    this.#beganAt = context.world.clock.elapsed();
  }

  /** Milliseconds to wait for a change, at most. */
  pauseMs(): number {
    const { settleMs } = this.#followed;
    const settled = this.#settling === null ? lookEveryMs : this.#settling.since + settleMs - this.#elapsed();
    return Math.max(50, Math.min(lookEveryMs, settled));
  }

  /** Null while it goes on. */
  async look(told: Told): Promise<RolloutEnd | null> {
    const workload = await this.#workload(told);
    const lost = this.#lost(workload);
    if (lost !== null) {
      this.#cause = await this.#changedBy(workload, lost);
      return this.#end(workload, lost);
    }
    if (isOnDelete(workload)) {
      return this.#end(workload, 'annotatedOnly');
    }
    this.#tellProgress(workload);
    if (this.#isDone(workload)) {
      if (await this.#hasSettled(workload)) {
        return this.#end(workload, 'rolledOut');
      }
    } else {
      this.#settling = null;
      await this.#lookForCause(workload);
    }
    return this.#isOver() ? this.#end(workload, this.#cause === null ? 'progressing' : 'stuck') : null;
  }

  /** One that is done in time is given the time to settle. */
  #isOver(): boolean {
    const { timeoutMs, settleMs } = this.#followed;
    const until = this.#beganAt + timeoutMs + (this.#settling === null ? 0 : settleMs);
    return this.#elapsed() >= until;
  }

  #elapsed(): number {
    return this.#context.world.clock.elapsed();
  }

  /** What ends a rollout is read anew, and not taken from the watch. */
  async #workload(told: Told): Promise<Workload> {
    const { kind } = this.#followed.workload;
    const seen = told === undefined || told === null ? null : toWorkload(kind, told);
    return seen === null || this.#lost(seen) !== null || this.#isDone(seen) ? this.#read() : seen;
  }

  async #read(): Promise<Workload> {
    const { workload } = this.#followed;
    const { world, signal } = this.#context;
    return toWorkload(workload.kind, await world.api.read(resources[workload.kind], workload, { signal }));
  }

  /** Whether our restart is still in the template; null where it is. */
  #lost(workload: Workload): 'reverted' | 'superseded' | null {
    const { uid, restartedAt } = this.#followed.patched;
    if (workload.metadata.uid !== uid) {
      return 'superseded';
    }
    const now = templateAnnotations(workload)[restartedAtKey];
    if (restartedAt === null || now === restartedAt) {
      return null;
    }
    // A watch that is behind tells of the time before the patch.
    if ((workload.metadata.generation ?? 0) < this.#followed.patched.generation) {
      return null;
    }
    return now === undefined ? 'reverted' : 'superseded';
  }

  /**
   * Who has written the workload since; null where nobody tells. Who only takes something out owns no field, and is not
   * told by the API server. What was amiss before does not matter any more.
   */
  async #changedBy(
    { kind, metadata: { name } }: Workload,
    lost: 'reverted' | 'superseded',
  ): Promise<RolloutCause | null> {
    const { workload, patched } = this.#followed;
    const { world, signal } = this.#context;
    const asked = world.api.writers(resources[kind], workload, { signal });
    const writers = await whereRefused(asked, ['API_NOT_FOUND'], []);
    const ours = writers.find(({ manager }) => manager === fieldManager);
    // Told in whole seconds; by the clock of the API server, where our own entry is still there.
    const sinceMs = ours?.at ?? Math.floor(patched.acceptedAtMs / 1_000) * 1_000;
    const last = writers.find(
      ({ manager, subresource, at }) =>
        subresource === null &&
        (lost === 'superseded' || manager !== fieldManager) &&
        at !== null &&
        at >= sinceMs,
    );
    return last === undefined
      ? null
      : {
          reason: 'TemplateChanged',
          object: `${kindNames[kind]}/${name}`,
          message: `${last.manager} (${last.operation})`,
          at: last.at,
        };
  }

  #isDone(workload: Workload): boolean {
    const observed = workload.status.observedGeneration ?? 0;
    return observed >= this.#followed.patched.generation && rolloutState(workload) === 'rolledOut';
  }

  #tellProgress(workload: Workload): void {
    const { desired, updated, ready, available } = podCounts(workload);
    this.#context.progress({
      done: Math.min(updated, available),
      total: desired,
      unit: 'pods',
      counts: { updated, ready, available },
      heldUpBy: this.#cause === null ? undefined : verbatim(wordsOf(this.#cause)),
    });
  }

  /** Done, and its new pods have run for a while without being started anew. */
  async #hasSettled(workload: Workload): Promise<boolean> {
    const { world, signal } = this.#context;
    const { newPods } = await readPods(world.api, workload, signal);
    const restarts = restartsIn(newPods);
    const now = this.#elapsed();
    if (this.#settling === null || restarts > this.#settling.restarts) {
      this.#settling = { since: now, restarts };
    }
    return now - this.#settling.since >= this.#followed.settleMs && areReady(newPods);
  }

  async #lookForCause(workload: Workload): Promise<void> {
    const { world, signal } = this.#context;
    const now = this.#elapsed();
    if (now - this.#lookedAt < lookEveryMs * 0.9) {
      return;
    }
    this.#lookedAt = now;
    const at = { sinceMs: this.#followed.patched.acceptedAtMs, nowMs: world.clock.now(), signal };
    const { seen, cause } = await lookAtRollout(world.api, workload, at);
    if (cause === null) {
      this.#withdraw();
      return;
    }
    if (this.#cause?.reason === cause.reason && this.#cause.object === cause.object) {
      return;
    }
    const said = await lastWordsOf(world.api, { seen, cause }, signal);
    this.#cause = said === null ? cause : { ...cause, message: `${cause.message}; ${said}` };
    this.#context.log.warn(verbatim(wordsOf(this.#cause)), { reason: cause.reason, object: cause.object });
    this.#context.evidence('cause', { ...this.#cause });
    this.#tellProgress(workload);
  }

  #withdraw(): void {
    if (this.#cause !== null) {
      this.#context.log.info({
        zh: `已消除：${wordsOf(this.#cause)}`,
        en: `Cleared: ${wordsOf(this.#cause)}`,
      });
      this.#cause = null;
    }
  }

  #end(workload: Workload, state: RolloutState): RolloutEnd {
    const isWell = state === 'rolledOut' || state === 'annotatedOnly';
    return {
      state,
      counts: podCounts(workload),
      revisionAfter: revisionOf(workload),
      cause: isWell ? null : this.#cause,
    };
  }
}

const wordsOf = ({ object, reason, message }: RolloutCause): string => `${object}: ${reason}: ${message}`;
