/** Writes resources/sample-planning.xlsx, the plan a newcomer's first rehearsal starts from. Run again after changing the sample. */
import exceljs from 'exceljs';
import { rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import { sampleSheets, type SampleSheet, type SampleValue } from '../tests/support/sample-sheets.ts';

const target = resolve(import.meta.dirname, '../resources/sample-planning.xlsx');

function cellValue(value: SampleValue): exceljs.CellValue {
  return typeof value === 'object' ? { formula: value.formula, result: value.result ?? '' } : value;
}

function addSheet(workbook: exceljs.Workbook, sample: SampleSheet): void {
  const sheet = workbook.addWorksheet(sample.title, {
    state: sample.isHidden === true ? 'hidden' : 'visible',
  });
  sheet.properties.defaultColWidth = 18;
  for (const [cell, value] of Object.entries(sample.cells)) {
    sheet.getCell(cell).value = cellValue(value);
  }
  sample.merges.forEach((merge) => sheet.mergeCells(merge));
}

const workbook = new exceljs.Workbook();
workbook.creator = 'Sitewright';
workbook.lastModifiedBy = 'Sitewright';
workbook.created = new Date('2025-08-20T00:00:00Z');
workbook.modified = workbook.created;
sampleSheets().forEach((sheet) => addSheet(workbook, sheet));
await workbook.xlsx.writeFile(`${target}.tmp`);
await rename(`${target}.tmp`, target);
process.stdout.write(`${target}\n`);
