import type { ReportDocument } from '../contract/report.ts';
import { type Html, fragment } from './markup.ts';
import {
  type Page,
  type Wording,
  cell,
  centered,
  chapter,
  emptyLine,
  grouped,
  orDash,
  row,
  table,
  wordOf,
} from './page.ts';

function stateWord({ texts, words }: Page, step: ReportDocument['execution'][number]): string {
  if (step.undoneBy !== undefined) {
    return texts.execution.undoneBy(step.undoneBy);
  }
  if (step.adopted === true) {
    return words.adopted;
  }
  return step.state === 'succeeded' && step.changed === false
    ? texts.execution.alreadySo
    : wordOf(words.steps, step.state);
}

function yesOrNo({ texts }: Page, answer: boolean | null): string {
  if (answer === null) {
    return '—';
  }
  return answer ? texts.yes : texts.no;
}

/** Every step of the run, in its order. */
export function executionChapter(page: Page, number: number): Html {
  const { document, texts, times } = page;
  const heading = { number, title: texts.chapters.execution };
  if (document.execution.length === 0) {
    return chapter(heading, emptyLine(page));
  }
  const columns = [
    { title: texts.number, widthPx: 34, centered: true },
    { title: texts.execution.step },
    { title: texts.execution.state, widthPx: 66 },
    { title: texts.execution.attempts, widthPx: 68, centered: true },
    { title: texts.execution.changed, widthPx: 64, centered: true },
    { title: texts.execution.startedAt, widthPx: 62, centered: true },
    { title: texts.execution.endedAt, widthPx: 62, centered: true },
    { title: texts.execution.message, widthPx: 148 },
  ];
  const rows = document.execution.map((step, index) =>
    row([
      centered(index + 1),
      cell(step.title),
      cell(stateWord(page, step)),
      centered(grouped(step.attempts)),
      centered(yesOrNo(page, step.changed)),
      centered(step.startedAt === null ? '—' : times.second(step.startedAt)),
      centered(step.endedAt === null ? '—' : times.second(step.endedAt)),
      cell(step.message ?? ''),
    ]),
  );
  const intro = texts.execution.intro(document.cover.run.id, times.zone(document.madeAt));
  return chapter(
    heading,
    fragment`<p class="intro">${intro}</p>
      ${table(columns, [{ heading: null, rows }], 'dense')}`,
  );
}

/** What people decided, a row each. */
export function handlingTable({ texts, times }: Wording, handled: ReportDocument['interventions']): Html {
  const words = texts.interventions;
  const columns = [
    { title: texts.time, widthPx: 62, centered: true },
    { title: words.kind, widthPx: 76 },
    { title: words.subject, widthPx: 112 },
    { title: words.before, widthPx: 92 },
    { title: words.after, widthPx: 92 },
    { title: words.reason },
    { title: words.by, widthPx: 64 },
  ];
  const rows = handled.map((item) =>
    row([
      centered(times.second(item.at)),
      cell(wordOf(words.kinds, item.kind)),
      cell(item.subject),
      cell(orDash(item.before)),
      cell(orDash(item.after)),
      cell(orDash(item.reason)),
      cell(item.by),
    ]),
  );
  return table(columns, [{ heading: null, rows }], 'dense');
}

/** What a person decided, and why. */
export function interventionsChapter(page: Page, number: number): Html {
  const { document, texts } = page;
  const heading = { number, title: texts.chapters.interventions };
  return chapter(
    heading,
    document.interventions.length === 0 ? emptyLine(page) : handlingTable(page, document.interventions),
  );
}

/** What is still to be done. */
export function remainingChapter(page: Page, number: number): Html {
  const { document, texts } = page;
  const heading = { number, title: texts.chapters.remaining };
  if (document.remaining.length === 0) {
    return chapter(heading, emptyLine(page));
  }
  // A column that says nothing of any of them is none.
  const hasNext = document.remaining.some(({ nextStep }) => nextStep !== null);
  const columns = [
    { title: texts.number, widthPx: 34, centered: true },
    { title: texts.remaining.subject, widthPx: 150 },
    { title: texts.remaining.problem },
    ...(hasNext ? [{ title: texts.remaining.nextStep }] : []),
  ];
  const rows = document.remaining.map(({ subject, problem, nextStep }, index) =>
    row([centered(index + 1), cell(subject), cell(problem), ...(hasNext ? [cell(orDash(nextStep))] : [])]),
  );
  return chapter(heading, table(columns, [{ heading: null, rows }], 'dense'));
}
