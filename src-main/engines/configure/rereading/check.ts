import type { ReportVerdict } from '../../../contract/report.ts';
import { verbatim, type Text } from '../../../contract/text.ts';
import type { Check } from '../report/check-groups.ts';
import type { Planning } from '../steps/planning.ts';
import type { SiteContext } from '../world.ts';

/** Values are plain, what we say of them is a text. */
type Words = string | Text;

export interface Rereading {
  readonly planning: Planning;
  readonly context: SiteContext;
  /** Whether the step with that key belongs to this run; what was left out is not checked. */
  readonly inScope: (key: string) => boolean;
}

export interface Compared {
  /** Key of the step that set the value. */
  readonly step: string;
  readonly group: Check['group'];
  readonly of?: string;
  readonly subject: Words;
  readonly planned: Words;
  /** The path of the planned value; one that was edited in the tool is marked so. */
  readonly path: string;
  /** Null: the system has no way to read it back. */
  readonly actual: Words | null;
  readonly note?: Words | null;
}

export function compare({ planning, context }: Rereading, compared: Compared): Check {
  const { step, group, of = null, subject, planned, path, actual, note = null } = compared;
  const edited = planning.input.edits.some(
    ({ key }) => key === path || key.startsWith(`${path}[`) || key.startsWith(`${path}.`),
  );
  const readAt = new Date(context.world.now()).toISOString();
  return {
    step,
    group,
    of,
    subject,
    planned,
    actual,
    verdict: verdictOf({ planned, actual, edited }),
    note,
    readAt,
  };
}

function verdictOf({
  actual,
  planned,
  edited,
}: {
  planned: Words;
  actual: Words | null;
  edited: boolean;
}): ReportVerdict {
  if (actual === null) {
    return 'unreadable';
  }
  if (wordsOf(actual).en !== wordsOf(planned).en) {
    return 'different';
  }
  return edited ? 'equal-as-edited' : 'equal';
}

export const wordsOf = (words: Words): Text => (typeof words === 'string' ? verbatim(words) : words);

export const list = (values: readonly string[]): string => (values.length === 0 ? '—' : values.join(', '));
