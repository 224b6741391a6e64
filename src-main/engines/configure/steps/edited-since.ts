import { AppError } from '../../../contract/errors.ts';
import type { Text } from '../../../contract/text.ts';
import type { SiteContext } from '../world.ts';
import type { Planning } from './planning.ts';

/** A run works from the workbook as it was read; what somebody has changed there since is for a person to look at. */
export function editedSince(path: string, also: Text = { zh: '', en: '' }): AppError {
  const text = {
    zh: `规划表 ${path} 在本任务读取之后被修改过。${also.zh}本任务按读取时的值执行；请重新导入规划表，核对差异。`,
    en: `Workbook ${path} was changed after this run had read it. ${also.en}The run used the values as they were; import the workbook again and check the differences.`,
  };
  return new AppError('WORKBOOK_CHANGED', text, { data: { path } });
}

/** Has the step end with a warning where the workbook is not as the run has read it, and nobody has said to go on all the same. */
export async function warnOfEdits(
  { input }: Pick<Planning, 'input'>,
  context: Pick<SiteContext, 'world' | 'caveat'>,
): Promise<void> {
  const { path } = input.workbook;
  const { files, workbook } = context.world;
  if ((await files.stat(path)) === null) {
    return;
  }
  const now = await workbook.compare({ ...input.workbook, plan: input.plan });
  if (now.verdict !== 'same' && !now.isAgreed) {
    context.caveat(editedSince(path));
  }
}
