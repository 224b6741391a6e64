import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Finding } from '../../../src-main/contract/finding.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { findingsWorkbook, readCells } from '../../../src-main/workbook/index.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

it.each([
  ['=HYPERLINK("http://x.example","y")'],
  ["+1+cmd|' /C calc'!A0"],
  ['-2+3'],
  ['@SUM(1,2)'],
  ['_x001B_]0;owned_x0007_'],
  ['\u001b[2J\u009b31m\u202egnp\r\n=1'],
])('a finding that says %j is a cell of text that cannot act', async (said) => {
  const path = join(temporaryDirectory(), 'findings.xlsx');
  const message = verbatim(said);
  const finding: Finding = {
    code: 'rule',
    severity: 'error',
    sheet: said,
    cell: 'F9',
    message,
    fix: message,
  };
  const ignored = { code: 'rule', sheet: said, cell: 'F9', reason: said, by: said, at: 0 };
  const facts = { sizeBytes: 1, lastModifiedBy: null, modifiedAt: null, revision: null };
  const workbook = { path: `/${said}.xlsx`, sha256: 'a'.repeat(64), ...facts };
  const reading = { findings: [finding], ignoredFindings: [{ finding, ignored }], workbook };
  writeFileSync(path, await findingsWorkbook(reading, 'en'));
  const names = ['C2', 'E2', 'F2', 'G3'].map((cell) => ({ sheet: 'Findings', cell }));
  for (const cell of readCells(path, names)) {
    expect(cell.kind).toBe('text');
    // Whether a reader changes `_x001B_` into a control character or not, none is there.
    const shown = 'text' in cell ? cell.text : '';
    expect(shown).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(shown).not.toBe('');
  }
});
