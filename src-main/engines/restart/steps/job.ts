/** Runs a CronJob now: a Job from its template, as `kubectl create job --from` makes it. */
import { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import { jsonSchema } from '../../../contract/json.ts';
import { jobKey } from '../../../contract/restart-names.ts';
import type { WorkloadName } from '../../../contract/restart.ts';
import { verbatim } from '../../../contract/text.ts';
import { whereRefused } from '../../../contract/where-refused.ts';
import type { KubernetesObject, ResourceKind } from '../../../ports/kubernetes.ts';
import { defineStep, outputOf } from '../../../runner/define-step.ts';
import type { OutputOf, StepDefinition } from '../../../runner/definition.ts';
import { batchKey } from '../input.ts';
import type { RestartWorld } from '../ports.ts';
import { changeRetry } from '../retry.ts';
import { named, resources, toWorkload, type Workload } from '../workload.ts';

const jobs: ResourceKind = { group: 'batch', version: 'v1', resource: 'jobs' };

const intentSchema = z.object({ name: z.string(), body: jsonSchema });
const outputSchema = z.object({ job: z.string(), uid: z.string(), createdAtMs: z.number() });

export const jobOutput = (workload: WorkloadName): OutputOf<z.infer<typeof outputSchema>> =>
  outputOf(jobKey(workload), outputSchema);

/** What a name of a Job may be long, with what its pods' names add. */
const longestName = 52;

/** The name is in the intent: a Job of that name is the one that this run made. */
function jobName({ name }: Workload, nowMs: number): string {
  const suffix = `-manual-${nowMs.toString(36)}`;
  return `${name.slice(0, longestName - suffix.length)}${suffix}`;
}

function bodyOf({ name, namespace, metadata, spec }: Workload, job: string) {
  const { jobTemplate } = spec;
  return jsonSchema.parse({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: job,
      namespace,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...jobTemplate?.metadata?.annotations },
      labels: jobTemplate?.metadata?.labels ?? {},
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'CronJob', name, uid: metadata.uid, controller: true },
      ],
    },
    spec: jobTemplate?.spec ?? {},
  });
}

/** A Job whose name and owner are ours; the API server makes no second one of that name. */
const outputFrom = ({ metadata }: KubernetesObject, nowMs: number): z.infer<typeof outputSchema> => ({
  job: metadata.name,
  uid: metadata.uid,
  createdAtMs: nowMs,
});

export function job(workload: WorkloadName, batchNumber: number): StepDefinition<RestartWorld> {
  return defineStep({
    ...jobOutput(workload),
    intent: intentSchema,
    title: { zh: `${named(workload)} 立即执行`, en: `Run ${named(workload)} now` },
    group: 'jobs',
    dependsOn: [{ key: batchKey(batchNumber), requires: 'succeeded' }],
    calls: [verbatim(`POST /apis/batch/v1/namespaces/${workload.namespace}/jobs`)],
    onFailure: 'fail',
    onCrash: 'probe',
    retry: changeRetry,
    async probe({ world, signal, interruptedIntent }) {
      const { namespace } = workload;
      if (interruptedIntent !== null) {
        const { name } = interruptedIntent;
        const there = await whereRefused(
          world.api.read(jobs, { namespace, name }, { signal }),
          ['API_NOT_FOUND'],
          null,
        );
        if (there !== null) {
          return {
            verdict: 'done',
            found: verbatim(`Job ${name}`),
            output: outputFrom(there, world.clock.now()),
          };
        }
      }
      const object = await world.api.read(resources.cronjob, workload, { signal });
      const cronJob = toWorkload('cronjob', object);
      const name = interruptedIntent?.name ?? jobName(cronJob, world.clock.now());
      const change = { zh: `创建 Job ${name}`, en: `create Job ${name}` };
      return { verdict: 'todo', change, intent: { name, body: bodyOf(cronJob, name) } };
    },
    async apply({ name, body }, { world, signal }) {
      const made = await world.api.create(jobs, { namespace: workload.namespace, body, signal });
      if (made.metadata.name !== name) {
        throw new AppError('VERIFY_FAILED', {
          zh: `创建的 Job 名为 ${made.metadata.name}，而不是 ${name}。`,
          en: `The Job that was created is called ${made.metadata.name} and not ${name}.`,
        });
      }
      return outputFrom(made, world.clock.now());
    },
    undo: {
      title: { zh: `删除 ${named(workload)} 的 Job`, en: `Delete the Job of ${named(workload)}` },
      async undo(_intent, { job: name, uid }, { world, signal }) {
        const { namespace } = workload;
        await whereRefused(
          world.api.delete(jobs, { namespace, name }, { uid, signal }),
          ['API_NOT_FOUND'],
          undefined,
        );
      },
      onCrash: 'redo',
    },
  });
}
