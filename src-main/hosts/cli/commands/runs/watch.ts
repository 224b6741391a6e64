import { isAppError } from '../../../../contract/errors.ts';
import { openForReading, openForWork, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { lookAt, runDocument, waitForRun } from '../../wait-for-run.ts';
import { runId } from './one-run.ts';

/** Such as a home on read-only media: nobody can work there. */
const isUnwritable = (thrown: unknown): boolean => isAppError(thrown) && thrown.code === 'FILE_UNWRITABLE';

export const command = defineCommand({
  does: {
    zh: '跟随一个执行任务，直到结束或等待处理',
    en: 'follows a run until it has ended or needs attention',
  },
  documents: { '': runDocument },
  declare: (bare) => bare.addArgument(runId),
  async run({ args: [run], command: line, output }) {
    try {
      return await withAccess(
        () => openForWork(line),
        (access) => waitForRun(run, { access, command: line, output }),
      );
    } catch (thrown) {
      if (!isUnwritable(thrown)) {
        throw thrown;
      }
    }
    return withAccess(
      () => openForReading(line),
      (access) => lookAt(run, { access, command: line, output }),
    );
  },
});
