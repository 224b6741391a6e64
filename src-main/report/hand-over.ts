import { inGroups } from './content-sum.ts';
import { type Html, fragment, nothing } from './markup.ts';
import {
  type Page,
  cell,
  chapter,
  emptyLine,
  exact,
  factTable,
  grouped,
  orDash,
  row,
  table,
} from './page.ts';
import type { Texts } from './texts-chinese.ts';

/** Chapter 9: the VMTools image that was uploaded. */
export function vmtoolsChapter(page: Page): Html {
  const { document, texts } = page;
  const heading = { number: 9, title: texts.chapters.vmtools };
  const { vmtools } = document;
  if (vmtools === null) {
    return chapter(heading, emptyLine(page));
  }
  const facts = factTable([
    { label: texts.vmtools.fileName, value: vmtools.fileName },
    { label: texts.vmtools.size, value: texts.bytes(grouped(vmtools.sizeBytes)) },
    { label: texts.vmtools.sum, value: exact(vmtools.sha256), wide: true },
    ...(vmtools.compared ? [] : [{ label: '', value: texts.vmtools.notCompared, wide: true }]),
    { label: texts.vmtools.imageUuid, value: exact(vmtools.imageUuid), wide: true },
  ]);
  return chapter(heading, facts);
}

function writeBackFacts({ document, texts }: Page): Html {
  const { writeBack } = document;
  if (writeBack === null) {
    return fragment`<p class="empty">${texts.writeBack.none}</p>`;
  }
  const facts = factTable([
    { label: texts.writeBack.file, value: writeBack.fileName, wide: true },
    { label: texts.writeBack.cell, value: `${writeBack.sheet}!${writeBack.cell}` },
    { label: texts.writeBack.value, value: exact(writeBack.value) },
    { label: texts.writeBack.backup, value: orDash(writeBack.backupFileName), wide: true },
  ]);
  return fragment`${facts}${writeBack.copy ? fragment`<p class="note">${texts.writeBack.copied}</p>` : nothing}`;
}

function sumTable({ document, texts, sum }: Page): Html {
  const { writeBack, cover } = document;
  const sums: readonly (readonly [string, string | undefined])[] = [
    [texts.writeBack.planned, cover.workbook.sha256],
    [texts.writeBack.before, writeBack?.sha256Before],
    [texts.writeBack.after, writeBack?.sha256After],
    [texts.writeBack.report, inGroups(sum)],
  ];
  const rows = sums.flatMap(([item, value]) =>
    value === undefined ? [] : [row([cell(item), cell(exact(value))])],
  );
  const columns = [{ title: texts.writeBack.item, widthPx: 150 }, { title: 'SHA-256' }];
  return table(columns, [{ heading: null, rows }], 'dense sums');
}

/** Chapter 10: what was written into the planning sheet, and the sums of the sheet and of this report. */
export function writeBackChapter(page: Page): Html {
  const body = fragment`${writeBackFacts(page)}${sumTable(page)}
    <p class="note">${page.texts.writeBack.note}</p>`;
  return chapter({ number: 10, title: page.texts.chapters.writeBack }, body);
}

/** Room for two parties to sign what the statement says. */
export function signatureBlock(
  words: Texts['signature'],
  statement: string,
  engineer: string | null = null,
): Html {
  const party = (title: string, name: string | null): Html => {
    const blanks = [words.company, words.name, words.sign, words.date].map(
      (label) =>
        fragment`<p class="blank"><span>${label}</span><i>${label === words.name ? (name ?? '') : ''}</i></p>`,
    );
    return fragment`<div class="party">
      <h3>${title}</h3>
      ${blanks}
    </div>`;
  };
  return fragment`<div class="signature">
    <p class="intro">${statement}</p>
    <div class="parties">${party(words.customer, null)}${party(words.engineer, engineer)}</div>
    <p class="blank remark"><span>${words.remark}</span><i></i></p>
  </div>`;
}

/** Chapter 11: where the customer and the engineer sign. */
export function signatureChapter({ document, texts }: Page): Html {
  const { signature, chapters } = texts;
  return chapter(
    { number: 11, title: chapters.signature },
    signatureBlock(signature, signature.statement, document.engineer),
  );
}
