import type { ReportDocument } from '../contract/report.ts';
import { type Html, fragment } from './markup.ts';
import {
  type Page,
  cell,
  centered,
  chapter,
  emptyLine,
  exact,
  grouped,
  lines,
  orDash,
  row,
  table,
  wordOf,
} from './page.ts';

/** Chapter 3: the hosts of the site. */
export function hostsChapter(page: Page): Html {
  const { document, texts } = page;
  const heading = { number: 3, title: texts.chapters.hosts };
  if (document.hosts.length === 0) {
    return chapter(heading, emptyLine(page));
  }
  const columns = [
    { title: texts.number, widthPx: 34, centered: true },
    { title: texts.hosts.name },
    { title: texts.hosts.serial, widthPx: 92 },
    { title: texts.hosts.addresses, widthPx: 98 },
    { title: texts.hosts.bmc, widthPx: 98 },
    { title: texts.hosts.rack, widthPx: 54 },
    { title: texts.hosts.version, widthPx: 56 },
  ];
  const rows = document.hosts.map((host) =>
    row([
      centered(host.number),
      cell(lines([fragment`${host.name}`, exact(orDash(host.uuid))])),
      cell(exact(orDash(host.serial))),
      cell(lines([fragment`${host.managementIp}`, fragment`${orDash(host.storageIp)}`])),
      cell(orDash(host.bmcAddress)),
      cell(orDash(host.rack)),
      cell(orDash(host.version)),
    ]),
  );
  return chapter(
    heading,
    fragment`${table(columns, [{ heading: null, rows }], 'dense')}
      <p class="note">${texts.hosts.note}</p>`,
  );
}

function stateWord({ texts }: Page, step: ReportDocument['execution'][number]): string {
  const { states, alreadySo, adopted } = texts.execution;
  if (step.adopted === true) {
    return adopted;
  }
  return step.state === 'succeeded' && step.changed === false ? alreadySo : wordOf(states, step.state);
}

function yesOrNo({ texts }: Page, answer: boolean | null): string {
  if (answer === null) {
    return '—';
  }
  return answer ? texts.yes : texts.no;
}

/** Chapter 5: every step of the run, in its order. */
export function executionChapter(page: Page): Html {
  const { document, texts, times } = page;
  const heading = { number: 5, title: texts.chapters.execution };
  if (document.execution.length === 0) {
    return chapter(heading, emptyLine(page));
  }
  const columns = [
    { title: texts.number, widthPx: 34, centered: true },
    { title: texts.execution.step },
    { title: texts.execution.state, widthPx: 66 },
    { title: texts.execution.attempts, widthPx: 40, centered: true },
    { title: texts.execution.changed, widthPx: 54, centered: true },
    { title: texts.execution.startedAt, widthPx: 62, centered: true },
    { title: texts.execution.endedAt, widthPx: 62, centered: true },
    { title: texts.execution.message, widthPx: 158 },
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

/** Chapter 6: what a person decided, and why. */
export function interventionsChapter(page: Page): Html {
  const { document, texts, times } = page;
  const heading = { number: 6, title: texts.chapters.interventions };
  if (document.interventions.length === 0) {
    return chapter(heading, emptyLine(page));
  }
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
  const rows = document.interventions.map((item) =>
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
  return chapter(heading, table(columns, [{ heading: null, rows }], 'dense'));
}

/** Chapter 7: what is still to be done. */
export function remainingChapter(page: Page): Html {
  const { document, texts } = page;
  const heading = { number: 7, title: texts.chapters.remaining };
  if (document.remaining.length === 0) {
    return chapter(heading, emptyLine(page));
  }
  const columns = [
    { title: texts.number, widthPx: 34, centered: true },
    { title: texts.remaining.subject, widthPx: 150 },
    { title: texts.remaining.problem },
    { title: texts.remaining.nextStep },
  ];
  const rows = document.remaining.map((item, index) =>
    row([centered(index + 1), cell(item.subject), cell(item.problem), cell(orDash(item.nextStep))]),
  );
  return chapter(heading, table(columns, [{ heading: null, rows }], 'dense'));
}

/** Chapter 8: which accounts were changed and verified. Never a password. */
export function accountsChapter(page: Page): Html {
  const { document, texts, times } = page;
  const heading = { number: 8, title: texts.chapters.accounts };
  if (document.accounts.length === 0) {
    return chapter(heading, emptyLine(page));
  }
  const columns = [
    { title: texts.number, widthPx: 34, centered: true },
    { title: texts.accounts.host },
    { title: texts.accounts.account },
    { title: texts.accounts.changed, widthPx: 110, centered: true },
    { title: texts.accounts.verified, widthPx: 100, centered: true },
    { title: texts.time, widthPx: 62, centered: true },
  ];
  const rows = document.accounts.map((item, index) =>
    row([
      centered(index + 1),
      cell(item.host),
      cell(item.account),
      centered(yesOrNo(page, item.changed)),
      centered(yesOrNo(page, item.verified)),
      centered(item.at === null ? '—' : times.second(item.at)),
    ]),
  );
  return chapter(
    heading,
    fragment`<p class="intro">${texts.accounts.intro}</p>
      ${table(columns, [{ heading: null, rows }], 'dense')}`,
  );
}
