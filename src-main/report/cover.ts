import { type Html, fragment } from './markup.ts';
import { type Page, chapter, exact, factTable, grouped, lines, orDash, wordOf } from './page.ts';

function identityOf({ document, texts }: Page): Html {
  const { identity, hostCount } = document.cover;
  const hosts = texts.inBrackets(texts.cover.hostCount(grouped(hostCount)));
  return identity === null ? fragment`—${hosts}` : fragment`${exact(identity)}${hosts}`;
}

function runOf({ document, texts, times }: Page): Html {
  const { id, startedAt, endedAt, state } = document.cover.run;
  const span =
    endedAt === null
      ? texts.cover.runSince(times.minute(startedAt))
      : texts.cover.runFrom(times.minute(startedAt), times.minute(endedAt));
  const ended = texts.inBrackets(wordOf(texts.execution.states, state));
  return fragment`${id}<span class="gap"></span>${span}${ended}`;
}

/** Chapter 1: whose site this is, which run configured it and from which planning sheet. */
export function coverChapter(page: Page): Html {
  const { document, texts, times } = page;
  const { cover } = document;
  const { workbook } = cover;
  const sheet = lines([
    fragment`${workbook.fileName}${texts.inBrackets(texts.cover.profile(workbook.profile))}`,
    exact(`SHA-256 ${workbook.sha256}`),
  ]);
  const facts = factTable([
    { label: texts.cover.customer, value: orDash(cover.customer) },
    { label: texts.cover.project, value: orDash(cover.project) },
    { label: texts.cover.dataCenter, value: orDash(cover.dataCenter) },
    { label: texts.cover.cluster, value: orDash(cover.clusterName) },
    { label: texts.cover.serial, value: exact(orDash(cover.serial)) },
    { label: texts.cover.version, value: orDash(cover.version) },
    { label: texts.cover.vip, value: orDash(cover.vip) },
    { label: texts.cover.identity, value: identityOf(page) },
    { label: texts.cover.reportNumber, value: document.number },
    { label: texts.cover.madeAt, value: times.withZone(document.madeAt) },
    { label: texts.cover.engineer, value: orDash(document.engineer), wide: true },
    { label: texts.cover.run, value: runOf(page), wide: true },
    { label: texts.cover.workbook, value: sheet, wide: true },
  ]);
  return chapter({ number: 1, title: texts.chapters.cover }, facts);
}
