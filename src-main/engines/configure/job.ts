import { AppError } from '../../contract/errors.ts';
import { asPhrase } from '../../contract/quoted.ts';
import type { Text } from '../../contract/text.ts';
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
  subject: Text,
): Promise<JobState | null> {
  const { jobId } = accepted;
  if (jobId === null) {
    return null;
  }
  const { world, signal } = context;
  const until = world.elapsed() + deadlineMs;
  let pauseMs = firstPauseMs;
  for (;;) {
    const job = await world.session.call(signal, () => world.cluster.job(jobId, { signal }));
    if (job.state === 'done') {
      return job;
    }
    if (job.state === 'failed') {
      throw jobFailed(job, subject);
    }
    if (world.elapsed() >= until) {
      throw jobTimedOut(job, subject);
    }
    await world.pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
  }
}

function jobFailed({ jobId, rawState, message }: JobState, subject: Text): AppError {
  const said = message === null ? null : asPhrase(message);
  const why = said === null ? { zh: '', en: '' } : { zh: `（${said}）`, en: `: ${said}` };
  const text = {
    zh: `${subject.zh}：集群任务 ${jobId} 以 ${rawState} 状态结束${why.zh}，请查看集群的任务列表后重试。`,
    en: `${subject.en}: cluster job ${jobId} ended as ${rawState}${why.en}. Check the cluster's task list, then retry.`,
  };
  return new AppError('JOB_FAILED', text, { data: { jobId, state: rawState } });
}

function jobTimedOut({ jobId, rawState }: JobState, subject: Text): AppError {
  const text = {
    zh: `${subject.zh}：集群任务 ${jobId} 十分钟后仍为 ${rawState} 状态，请查看集群的任务列表后重试。`,
    en: `${subject.en}: cluster job ${jobId} is still ${rawState} after ten minutes. Check the cluster's task list, then retry.`,
  };
  return new AppError('JOB_TIMEOUT', text, { data: { jobId, state: rawState } });
}
