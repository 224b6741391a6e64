/** What a command that makes a run does with its order: it previews it, or asks about it and starts it. */
import { textIn, type Text } from '../../contract/text.ts';
import type { Access } from './access.ts';
import type { CommandLine } from './command-line.ts';
import { saysYes } from './confirm.ts';
import { option } from './declare.ts';
import type { Output } from './output.ts';
import { confirmPreview, previewLines } from './preview-lines.ts';

export const preview = option(
  '--preview',
  { zh: '只预览，不变更', en: 'only shows what would be done' },
  { excludes: ['--yes'] },
);

export const yes = option('--yes', {
  zh: '不再询问，按预览执行',
  en: 'does it as previewed without asking',
});

/** What exit code 11 tells where a run may wait for a yes. */
export const mayWait: Text = {
  zh: '执行任务等待处理，例如等待确认',
  en: 'the run needs attention, for example a confirmation',
};

/** A run as it is asked for. */
export interface AskedRun {
  readonly kind: string;
  readonly order: unknown;
}

export interface Ordering {
  readonly access: Access;
  readonly command: CommandLine;
  readonly output: Output;
}

/** Answers with what the run would do. */
export async function showPreview(asked: AskedRun, { access, command, output }: Ordering): Promise<void> {
  const shown = await access.client.runs.preview(asked);
  output.answer(shown, () => previewLines(shown, command));
}

/** On a terminal the preview is shown and a yes asked for; elsewhere the run waits to be confirmed. Null: the person said no. */
export async function isConfirmed(
  asked: AskedRun,
  isYes: boolean,
  { access, command, output }: Ordering,
): Promise<boolean | null> {
  if (isYes || !process.stdin.isTTY) {
    return isYes;
  }
  output.say(...previewLines(await access.client.runs.preview(asked), command));
  return (await saysYes(textIn(confirmPreview, command.language))) ? true : null;
}
