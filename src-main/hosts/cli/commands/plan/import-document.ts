/** A workbook's versions and what people decided about it, as commands print it. */
import type { ImportDocument } from '../../../../contract/configure.ts';
import { AppError } from '../../../../contract/errors.ts';
import { textIn, type Language, type Text } from '../../../../contract/text.ts';
import { argument } from '../../declare.ts';

export const importDocument =
  '{id, path, importedAt, versions: [{sha256, profile, seenAt, workbook, counts, isWriteBack}], overrides: [{sheet, cell, value, secret, original, reason, by, at}], ignored: [{code, sheet, cell, reason, by, at}], damaged?}';

const override: Text = { zh: '改值', en: 'override' };
const ignored: Text = { zh: '忽略', en: 'ignored' };

const damaged: Text = { zh: '记录已损坏', en: 'record damaged' };

const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');

export function importLines(document: ImportDocument, language: Language): readonly string[] {
  const versions = document.versions.map(
    ({ sha256, profile, seenAt, workbook }) =>
      `${day(seenAt)}  ${sha256}  ${profile}  ${workbook === null ? textIn(damaged, language) : `${workbook.lastModifiedBy ?? '—'}  ${workbook.modifiedAt ?? '—'}`}`,
  );
  const overrides = document.overrides.map(
    ({ sheet, cell, value, secret, original, by, reason }) =>
      `${textIn(override, language)} ${sheet}!${cell}  ${secret ? '***' : `${original ?? '—'} → ${value ?? '—'}`}  ${by}  ${reason ?? ''}`,
  );
  const setAside = document.ignored.map(
    ({ code, sheet, cell, by, reason }) =>
      `${textIn(ignored, language)} ${code} ${sheet}!${cell}  ${by}  ${reason}`,
  );
  const notes = document.damaged === undefined ? [] : [textIn(document.damaged, language)];
  return [document.path, ...versions, ...overrides, ...setAside, ...notes];
}

export interface CellPlace {
  readonly sheet: string;
  readonly cell: string;
}

/** `SHEET!CELL`, or a range as a finding names it; a sheet's name may hold an exclamation mark itself. */
function placeOf(given: string): CellPlace {
  const at = given.lastIndexOf('!');
  const [sheet, cell] = [given.slice(0, Math.max(at, 0)), given.slice(at + 1).toUpperCase()];
  const isCell = /^[A-Z]{1,3}[1-9]\d{0,6}(:[A-Z]{1,3}[1-9]\d{0,6})?$/.test(cell);
  if (sheet !== '' && isCell) {
    return { sheet, cell };
  }
  throw new AppError('USAGE', {
    zh: `单元格要写成 工作表!单元格，例如 主机规划!I19，不能是 ${given}。`,
    en: `A cell must be SHEET!CELL, for example 主机规划!I19, not ${given}.`,
  });
}

export const cellPlace = argument('<SHEET!CELL>', { zh: '单元格', en: 'cell' }).argParser(placeOf);
