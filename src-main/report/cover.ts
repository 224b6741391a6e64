import { factsOf } from './blocks.ts';
import { type Html, fragment } from './markup.ts';
import { type Page, chapter, exact, factTable, lines, orDash, wordOf } from './page.ts';

function runOf({ document, texts, times, words }: Page): Html {
  const { id, startedAt, endedAt, state, undone } = document.cover.run;
  const span =
    endedAt === null
      ? texts.cover.runSince(times.minute(startedAt))
      : endedAt < startedAt
        ? texts.cover.runClockSet(times.minute(startedAt))
        : texts.cover.runFrom(times.minute(startedAt), times.minute(endedAt));
  const word = wordOf(words.runs, state);
  const ended = texts.inBrackets(
    undone === undefined ? word : texts.cover.undone(word, undone.by.join(texts.listMark), undone.isWhole),
  );
  return fragment`${id}<span class="gap"></span>${span}${ended}`;
}

/** Whose site this is, which run worked on it and what that was made from. */
export function coverChapter(page: Page, number: number): Html {
  const { document, texts, times } = page;
  const { cover } = document;
  const files = cover.files.map(({ label, name, note, sha256 }) => ({
    label,
    value: lines([
      fragment`${name}${note === null ? '' : texts.inBrackets(note)}`,
      exact(`SHA-256 ${sha256}`),
    ]),
    wide: true,
  }));
  const facts = factTable([
    { label: texts.cover.customer, value: orDash(cover.customer) },
    { label: texts.cover.project, value: orDash(cover.project) },
    { label: texts.cover.dataCenter, value: orDash(cover.dataCenter) },
    ...factsOf(page, cover.facts),
    { label: texts.cover.reportNumber, value: document.number },
    { label: texts.cover.madeAt, value: times.withZone(document.madeAt) },
    { label: texts.cover.engineer, value: orDash(document.engineer), wide: true },
    { label: texts.cover.run, value: runOf(page), wide: true },
    ...files,
  ]);
  return chapter({ number, title: texts.chapters.cover }, facts);
}
