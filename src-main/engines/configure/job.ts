import { AppError } from '../../contract/errors.ts';
import type { Accepted, JobState } from './ports.ts';
import type { SiteContext } from './world.ts';

/** Changes of settings take seconds; a switch over sixteen hosts took minutes at most. */
const deadlineMs = 10 * 60_000;
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** Follows a job to its end; a call that was answered as done at once has none. JOB_FAILED and JOB_TIMEOUT name the object. */
export async function followJob(
  context: SiteContext,
  accepted: Accepted,
  subject: string,
): Promise<JobState | null> {
  const { jobId } = accepted;
  if (jobId === null) return null;
  const { world, signal } = context;
  const until = world.now() + deadlineMs;
  let pauseMs = firstPauseMs;
  for (;;) {
    const job = await world.session.call(signal, () => world.cluster.job(jobId, { signal }));
    if (job.state === 'done') return job;
    if (job.state === 'failed') {
      const why = job.message === null ? '' : `: ${job.message}`;
      throw new AppError(
        'JOB_FAILED',
        `${subject}: the cluster's job ${jobId} ended ${job.rawState}${why}; look at the cluster's task list, then retry`,
        {
          data: { jobId, state: job.rawState },
        },
      );
    }
    if (world.now() >= until) {
      throw new AppError(
        'JOB_TIMEOUT',
        `${subject}: job ${jobId} was still ${job.rawState} after ten minutes; look at the cluster's task list, then retry`,
        {
          data: { jobId, state: job.rawState },
        },
      );
    }
    await world.pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
  }
}
