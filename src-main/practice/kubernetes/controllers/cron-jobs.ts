/** CronJobs: a Job at each scheduled minute. */
import { recordEvent } from '../events.ts';
import { keyOf, ownerReference, timeText } from '../object.ts';
import type { Change } from '../object-store.ts';
import { kinds } from '../resources.ts';
import { createObject, deleteObject, setStatus } from '../writes.ts';
import type { KubernetesWorld } from '../world.ts';
import { isLeaving, type CronJob, type Job } from '../workloads.ts';
import { controlledBy, ownerKeys, type Controller } from './controller.ts';
import { endOf } from './jobs.ts';
import { isScheduledAt } from './schedules.ts';

const component = 'cronjob-controller';
const minuteMs = 60_000;

class CronJobController implements Controller {
  readonly resource = kinds.cronJobs;
  readonly #world: KubernetesWorld;

  constructor(world: KubernetesWorld) {
    this.#world = world;
  }

  #start(cron: CronJob, minute: number): void {
    const { metadata, spec } = cron.spec.jobTemplate;
    const job = createObject(this.#world, kinds.jobs, {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        ...metadata,
        name: `${cron.metadata.name}-${minute}`,
        namespace: cron.metadata.namespace ?? 'default',
        annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': timeText(minute * minuteMs) },
        ownerReferences: [ownerReference(cron)],
      },
      spec,
    });
    const message = `Created job ${job.metadata.name}`;
    recordEvent(this.#world, cron, { type: 'Normal', reason: 'SuccessfulCreate', message, component });
  }

  #forgetOldest(cron: CronJob, jobs: readonly Job[]): void {
    const kept = { Complete: cron.spec.successfulJobsHistoryLimit, Failed: cron.spec.failedJobsHistoryLimit };
    for (const end of ['Complete', 'Failed'] as const) {
      const over = jobs.filter((job) => endOf(job) === end);
      for (const object of over.slice(0, Math.max(0, over.length - kept[end]))) {
        deleteObject(this.#world, kinds.jobs, { object });
      }
    }
  }

  /** Jobs of the schedule, oldest first; one that a person started from the template is nobody's to tidy. */
  #jobsOf(cron: CronJob): Job[] {
    return controlledBy<Job>(this.#world, cron, kinds.jobs).sort((a, b) =>
      a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1,
    );
  }

  #report(cron: CronJob, lastScheduleTime: string | undefined): void {
    const running = this.#jobsOf(cron).filter((job) => endOf(job) === null);
    const done = this.#jobsOf(cron).findLast((job) => endOf(job) === 'Complete');
    const lastSuccess = done?.status?.completionTime ?? cron.status?.lastSuccessfulTime;
    const active = running.map(
      ({ apiVersion, kind, metadata: { name, namespace, uid, resourceVersion } }) => ({
        apiVersion,
        kind,
        name,
        namespace,
        uid,
        resourceVersion,
      }),
    );
    const status = {
      ...(active.length === 0 ? {} : { active }),
      ...(lastScheduleTime === undefined ? {} : { lastScheduleTime }),
      ...(lastSuccess === undefined ? {} : { lastSuccessfulTime: lastSuccess }),
    };
    setStatus(this.#world, kinds.cronJobs, { of: cron, status });
  }

  #isDue(cron: CronJob, minute: number): boolean {
    const last = Date.parse(cron.status?.lastScheduleTime ?? cron.metadata.creationTimestamp);
    const isBusy = this.#jobsOf(cron).some((job) => endOf(job) === null);
    return (
      cron.spec.suspend !== true &&
      minute * minuteMs > last &&
      isScheduledAt(cron.spec.schedule, minute * minuteMs) &&
      !(isBusy && cron.spec.concurrencyPolicy === 'Forbid')
    );
  }

  concerns(change: Change): string[] {
    return change.resource === kinds.jobs ? ownerKeys(change, 'CronJob') : [];
  }

  reconcile(key: string): number | null {
    const cron = this.#world.store.get(kinds.cronJobs, key) as CronJob | undefined;
    if (cron === undefined || isLeaving(cron)) {
      return null;
    }
    const nowMs = this.#world.clock.now();
    const minute = Math.floor(nowMs / minuteMs);
    const due = this.#isDue(cron, minute);
    if (due) {
      this.#start(cron, minute);
    }
    this.#forgetOldest(cron, this.#jobsOf(cron));
    const now = (this.#world.store.get(kinds.cronJobs, keyOf(cron)) ?? cron) as CronJob;
    this.#report(now, due ? timeText(minute * minuteMs) : cron.status?.lastScheduleTime);
    return (minute + 1) * minuteMs - nowMs;
  }
}

export const createCronJobController = (world: KubernetesWorld): Controller => new CronJobController(world);
