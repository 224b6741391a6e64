import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOurPage, isOurPdf, markedPdf } from '../../../src-main/files/our-files.ts';
import { renderReport } from '../../../src-main/report/index.ts';
import { createReportDocument } from '../../support/report-document.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const printed = Buffer.from('%PDF-1.4\n…\nxref\n0 1\ntrailer\n<</Size 1>>\nstartxref\n17\n%%EOF');

describe('a PDF of ours', () => {
  it('still ends as a PDF does, at the same table, and is known again', async () => {
    const path = join(temporaryDirectory(), 'report.pdf');
    const marked = Buffer.from(markedPdf(printed));
    expect(marked.subarray(0, printed.length)).toEqual(printed);
    expect(marked.subarray(printed.length).toString()).toBe('\n% Sitewright\nstartxref\n17\n%%EOF\n');
    writeFileSync(path, marked);
    expect(await isOurPdf(path)).toBe(true);
  });

  it.each([
    ['was printed by another program', printed],
    ['was signed since', Buffer.concat([markedPdf(printed), Buffer.from('1 0 obj\nstartxref\n99\n%%EOF\n')])],
    ['is empty', Buffer.alloc(0)],
  ])('is not one that %s', async (_what, content) => {
    const path = join(temporaryDirectory(), 'report.pdf');
    writeFileSync(path, content);
    expect(await isOurPdf(path)).toBe(false);
  });

  it('is left as it is where it has no end', () => {
    const torn = printed.subarray(0, 30);
    expect(markedPdf(torn)).toEqual(torn);
  });
});

it.each(['zh-CN', 'en'] as const)('a page of ours is known again, in %s', async (language) => {
  const path = join(temporaryDirectory(), 'report.html');
  writeFileSync(path, '<!doctype html>\n<title>Sitewright</title>');
  expect(await isOurPage(path)).toBe(false);
  writeFileSync(path, renderReport(createReportDocument(), language));
  expect(await isOurPage(path)).toBe(true);
});
