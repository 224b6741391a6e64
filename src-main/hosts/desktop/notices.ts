import { Notification } from 'electron';
import type { AppClient } from '../../api/wire/client.ts';
import { stepSentence } from '../../contract/state-words.ts';
import { textIn, verbatim, type Language, type Text } from '../../contract/text.ts';
import { visible } from '../../contract/visible.ts';
import { filled, texts } from './texts.ts';
import type { Turn } from './turns.ts';

export interface NoticeParts {
  readonly client: () => AppClient;
  readonly language: () => Language;
  /** Shows the page of a run, which opens at the step that asks or failed. */
  readonly open: (address: string) => void;
}

/** Tells a person who looks elsewhere what happened to a run, and why. */
export function createNotices({ client, language, open }: NoticeParts): (turn: Turn) => Promise<void> {
  // Kept until they are closed: one that is collected would not hear its click.
  const shown = new Set<Notification>();
  return async ({ kind, run }) => {
    const cause = await causeOf({ kind, run }, client);
    const title = textIn(filled(texts[kind], { id: run.id }), language());
    const mark = run.practice ? textIn(texts.practice, language()) : '';
    const notification = new Notification({
      title: `${mark}${title}`,
      body: visible(textIn(cause, language())),
    });
    notification.on('click', () => open(`/runs/${run.id}`));
    notification.on('close', () => shown.delete(notification));
    shown.add(notification);
    notification.show();
  };
}

async function causeOf({ kind, run }: Turn, client: () => AppClient): Promise<Text> {
  if (kind === 'waits') {
    return run.waiting?.text ?? verbatim(run.title);
  }
  if (kind === 'succeeded') {
    return verbatim(run.title);
  }
  try {
    const { steps } = await client().runs.show({ run: run.id });
    const failed =
      steps.find(({ state }) => state === 'failed') ?? steps.find(({ state }) => state === 'unknown');
    const sentence =
      failed === undefined
        ? null
        : stepSentence({ ...failed, error: failed.error ?? null, skipReason: null });
    if (failed === undefined || sentence === null) {
      return texts.failedUnknown;
    }
    return { zh: `${failed.title.zh}：${sentence.zh}`, en: `${failed.title.en}: ${sentence.en}` };
  } catch {
    // The owner has gone since; that the run failed is told all the same.
    return texts.failedUnknown;
  }
}
