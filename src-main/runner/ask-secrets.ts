import type { Text } from '../contract/text.ts';
import type { Asked } from './definition.ts';
import { endHere } from './requests.ts';

interface MissingSecrets {
  /** What they are called; the same words give them (`--secret KEY=env:NAME`). */
  readonly missing: readonly string[];
  /** A sentence. */
  readonly why: Text;
  /** What can be done instead of giving them, such as "restore the original file". */
  readonly or?: Text;
}

/** The question of a world that cannot be opened before a person has given these secrets. */
export const askForSecrets = ({ missing, why, or }: MissingSecrets): Asked => ({
  reason: 'secrets',
  code: 'secrets',
  text: {
    zh: `${why.zh}请用 --secret KEY=env:NAME 提供缺少的项${or === undefined ? '' : `，或${or.zh}`}，然后继续。缺少：${missing.join('、')}。`,
    en: `${why.en} Provide the missing secrets with --secret KEY=env:NAME${or === undefined ? '' : `, or ${or.en}`}, then continue. Missing: ${missing.join(', ')}.`,
  },
  facts: { missing: [...missing] },
  choices: [{ id: 'continue', title: { zh: '重试', en: 'Retry' } }, endHere],
});
