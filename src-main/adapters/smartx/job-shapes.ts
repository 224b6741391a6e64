/** Changes that go on after their answer, and where each dialect names what they made. */
import { z } from 'zod';
import type { JobState } from '../../engines/configure/ports.ts';
import { firstText, record, textAt, valueAt } from './shape-parts.ts';

/** The job of an accepted change; null when it was done at once. */
function jobIdOf(value: unknown): string | null {
  return textAt(value, 'job_id') ?? textAt(value, 'job', 'job_id') ?? textAt(value, 'job', 'id');
}

/** Resources are keyed by uuid; the switch is preferred over the ports and bonds made along with it. */
function resourceUuidOf(resources: unknown): string | null {
  const entries = Object.entries(record.safeParse(resources).data ?? {});
  const chosen =
    entries.find(([, resource]) => textAt(resource, 'type')?.includes('VDS') === true) ?? entries[0];
  return chosen === undefined ? null : (textAt(chosen[1], 'uuid') ?? chosen[0]);
}

/** The uuid of what a call or its job made: named directly, under `result`, or among the job's resources. */
function madeUuidOf(value: unknown): string | null {
  return (
    textAt(value, 'uuid') ??
    textAt(value, 'result', 'vds', 'uuid') ??
    textAt(value, 'vds', 'uuid') ??
    textAt(value, 'job', 'result', 'vds', 'uuid') ??
    resourceUuidOf(valueAt(value, 'job', 'resources')) ??
    resourceUuidOf(valueAt(value, 'resources')) ??
    textAt(value, 'job', 'event', 'data', 'uuid')
  );
}

export const accepted = z
  .unknown()
  .transform((value) => ({ jobId: jobIdOf(value), isSilent: value === undefined }));

export const acceptedWithUuid = z
  .unknown()
  .transform((value) => ({ jobId: jobIdOf(value), uuid: madeUuidOf(value) }));

const jobStates: Readonly<Record<string, JobState['state']>> = {
  done: 'done',
  success: 'done',
  succeeded: 'done',
  finished: 'done',
  completed: 'done',
  failed: 'failed',
  error: 'failed',
  aborted: 'failed',
  canceled: 'failed',
  cancelled: 'failed',
};

/** A word nobody has seen yet counts as pending: a deadline ends the waiting, a guess might call work done that is not. */
export function jobOf(jobId: string): z.ZodType<JobState> {
  return record.transform((value) => {
    const job = record.safeParse(value['job']).data ?? value;
    const rawState = firstText(job, ['state', 'status']) ?? 'unknown';
    return {
      jobId: firstText(job, ['job_id', 'id']) ?? jobId,
      state: jobStates[rawState.toLowerCase()] ?? 'pending',
      rawState,
      message:
        firstText(job, ['error_message', 'error_msg', 'message', 'error_code']) ??
        textAt(job, 'error') ??
        textAt(job, 'error', 'message') ??
        textAt(job, 'error', 'msg'),
      resourceUuid: madeUuidOf({ ...value, job }),
    };
  });
}
