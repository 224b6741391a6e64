/** What commands about one run have in common. */
import type { AppClient } from '../../../../api/wire/client.ts';
import { AppError } from '../../../../contract/errors.ts';
import type { RunDocument } from '../../../../contract/run.ts';
import { openForWork, withAccess } from '../../access.ts';
import type { CommandLine } from '../../command-line.ts';
import { argument, option } from '../../declare.ts';
import type { Output } from '../../output.ts';
import { waitForRun } from '../../wait-for-run.ts';

export const runId = argument('<ID>', { zh: '执行任务编号', en: 'run ID' });
export const stepKey = argument('<STEP>', { zh: '步骤 KEY', en: 'step key' });

function reasonRequired(): AppError {
  return new AppError('REASON_REQUIRED', {
    zh: '必须填写原因：--reason TEXT；原因会写入验收报告。',
    en: 'A reason is required: --reason TEXT. It is printed in the acceptance report.',
  });
}

export const reason = option(
  '--reason <TEXT>',
  { zh: '原因，会写入验收报告', en: 'why; it is printed in the acceptance report' },
  { missing: reasonRequired },
).makeOptionMandatory();

/** The steps as they are before a command changes anything: it prints only what it does itself. */
export const stepsOf = async (client: AppClient, run: string): Promise<RunDocument['steps']> =>
  (await client.runs.show({ run })).steps;

interface Changing {
  readonly run: string;
  readonly command: CommandLine;
  readonly output: Output;
}

/** Changes a run that is there, and stays until it has ended or waits. Returns the exit code. */
export function changeRun(
  { run, command, output }: Changing,
  change: (client: AppClient) => Promise<unknown>,
): Promise<number> {
  return withAccess(
    () => openForWork(command),
    async (access, begins) => {
      begins();
      const before = await stepsOf(access.client, run);
      await change(access.client);
      return waitForRun(run, { access, command, output, before });
    },
  );
}
