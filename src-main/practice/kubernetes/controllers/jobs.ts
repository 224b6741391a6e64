/** Jobs: pods until enough have succeeded, or too many have failed. */
import { recordEvent } from '../events.ts';
import { timeText, withCondition, keyOf, type Condition } from '../object.ts';
import type { Change } from '../object-store.ts';
import { kinds } from '../resources.ts';
import { deleteObject, setStatus } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import { isLeaving, isOver, isReady, type Job, type Pod } from '../workloads.ts';
import { controlledBy, ownerKeys, type Controller } from './controller.ts';
import { dropPod, makePod } from './pod-makers.ts';

const component = 'job-controller';

export const endOf = ({ status }: Job): 'Complete' | 'Failed' | null =>
  (status?.conditions?.find(({ type, status: is }) => is === 'True' && ['Complete', 'Failed'].includes(type))
    ?.type ?? null) as 'Complete' | 'Failed' | null;

interface Counted {
  readonly active: readonly Pod[];
  readonly succeeded: number;
  readonly failed: number;
}

interface Verdict {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

class JobController implements Controller {
  readonly resource = kinds.jobs;
  readonly #world: KubernetesWorld;

  constructor(world: KubernetesWorld) {
    this.#world = world;
  }

  #count(job: Job): Counted {
    const pods = controlledBy<Pod>(this.#world, job, kinds.pods);
    return {
      active: pods.filter((pod) => !isOver(pod) && !isLeaving(pod)),
      succeeded: pods.filter(({ status }) => status.phase === 'Succeeded').length,
      failed: pods.filter(({ status }) => status.phase === 'Failed').length,
    };
  }

  /** Milliseconds until its time is over; null where it has no end. */
  #deadlineMs(job: Job): number | null {
    const seconds = job.spec.activeDeadlineSeconds;
    const startedAt = Date.parse(job.status?.startTime ?? '');
    return seconds === undefined || Number.isNaN(startedAt)
      ? null
      : startedAt + seconds * 1000 - this.#world.clock.now();
  }

  #judge(job: Job, { succeeded, failed }: Counted): Verdict | null {
    if (failed > job.spec.backoffLimit) {
      return {
        type: 'Failed',
        reason: 'BackoffLimitExceeded',
        message: 'Job has reached the specified backoff limit',
      };
    }
    const leftMs = this.#deadlineMs(job);
    if (leftMs !== null && leftMs <= 0) {
      return {
        type: 'Failed',
        reason: 'DeadlineExceeded',
        message: 'Job was active longer than specified deadline',
      };
    }
    return succeeded >= (job.spec.completions ?? 1)
      ? {
          type: 'Complete',
          reason: 'CompletionsReached',
          message: 'Reached expected number of succeeded pods',
        }
      : null;
  }

  #conditionsFor(job: Job, verdict: Verdict | null, now: string): Condition[] | undefined {
    if (verdict === null) {
      return job.status?.conditions;
    }
    const before = verdict.type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget';
    return [before, verdict.type].reduce(
      (known, type) =>
        withCondition(known, {
          ...verdict,
          type,
          status: 'True',
          lastProbeTime: now,
          lastTransitionTime: now,
        }),
      job.status?.conditions ?? [],
    );
  }

  #report(job: Job, counted: Counted, verdict: Verdict | null): void {
    const now = timeText(this.#world.clock.now());
    const conditions = this.#conditionsFor(job, verdict, now);
    const active = verdict === null ? counted.active.length : 0;
    const status = {
      ...(active === 0 ? {} : { active }),
      ...(conditions === undefined ? {} : { conditions }),
      ...(verdict?.type === 'Complete' ? { completionTime: now } : {}),
      ...(counted.failed === 0 ? {} : { failed: counted.failed }),
      ready: counted.active.filter(isReady).length,
      startTime: job.status?.startTime ?? now,
      ...(counted.succeeded === 0 ? {} : { succeeded: counted.succeeded }),
      terminating: 0,
      uncountedTerminatedPods: {},
    };
    setStatus(this.#world, kinds.jobs, { of: job, status });
  }

  #end(job: Job, counted: Counted, verdict: Verdict): void {
    for (const pod of counted.active) {
      dropPod(this.#world, pod, { owner: job, component });
    }
    const isDone = verdict.type === 'Complete';
    recordEvent(this.#world, job, {
      type: isDone ? 'Normal' : 'Warning',
      reason: isDone ? 'Completed' : verdict.reason,
      message: isDone ? 'Job completed' : verdict.message,
      component,
    });
  }

  #go(job: Job, { active, succeeded }: Counted): void {
    const { parallelism, completions } = job.spec;
    const wanted = job.spec.suspend === true ? 0 : Math.min(parallelism, (completions ?? 1) - succeeded);
    for (let missing = wanted - active.length; missing > 0; missing -= 1) {
      const { template } = job.spec;
      makePod(this.#world, { owner: job, template, name: { generate: `${job.metadata.name}-` }, component });
    }
    for (const pod of active.slice(Math.max(0, wanted))) {
      dropPod(this.#world, pod, { owner: job, component });
    }
  }

  /** After its end it is kept for so long. */
  #expire(job: Job): number | null {
    const seconds = job.spec.ttlSecondsAfterFinished;
    if (seconds === undefined) {
      return null;
    }
    const ended = job.status?.conditions?.at(-1)?.lastTransitionTime ?? '';
    const leftMs = Date.parse(ended) + seconds * 1000 - this.#world.clock.now();
    if (leftMs <= 0) {
      deleteObject(this.#world, kinds.jobs, { object: job });
      return null;
    }
    return leftMs;
  }

  concerns(change: Change): string[] {
    return change.resource === kinds.pods ? ownerKeys(change, 'Job') : [];
  }

  reconcile(key: string): number | null {
    const job = this.#world.store.get(kinds.jobs, key) as Job | undefined;
    if (job === undefined || isLeaving(job)) {
      return null;
    }
    if (endOf(job) !== null) {
      return this.#expire(job);
    }
    const counted = this.#count(job);
    const verdict = this.#judge(job, counted);
    if (verdict === null) {
      this.#go(job, counted);
    } else {
      this.#end(job, counted, verdict);
    }
    const now = (this.#world.store.get(kinds.jobs, keyOf(job)) ?? job) as Job;
    this.#report(now, verdict === null ? this.#count(now) : counted, verdict);
    return this.#deadlineMs(now);
  }
}

export const createJobController = (world: KubernetesWorld): Controller => new JobController(world);
