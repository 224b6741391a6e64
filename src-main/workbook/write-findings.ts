import { basename } from 'node:path';
import type { Finding } from '../contract/finding.ts';
import { productMark } from '../contract/product-mark.ts';
import { textIn, type Language } from '../contract/text.ts';
import { visible } from '../contract/visible.ts';
import { requireReadableFile } from '../files/open-file.ts';
import { readAuthorship } from './facts.ts';
import { openPackage } from './package/container.ts';
import type { WorkbookReading } from './read-workbook.ts';

const words = {
  'zh-CN': {
    title: '问题',
    headers: ['级别', '规则', '工作表', '单元格', '说明', '处理建议', '状态'],
    severity: { error: '错误', warning: '警告', info: '提示' },
    open: '未处理',
    ignored: (reason: string, by: string) => `已忽略：${reason}（${by}）`,
  },
  en: {
    title: 'Findings',
    headers: ['Severity', 'Rule', 'Sheet', 'Cell', 'What', 'What to do', 'State'],
    severity: { error: 'Error', warning: 'Warning', info: 'Info' },
    open: 'open',
    ignored: (reason: string, by: string) => `ignored: ${reason} (${by})`,
  },
} as const;

const widths = [8, 24, 24, 12, 60, 40, 32];

/** The findings, those that are ignored last, as the bytes of a workbook of their own. */
export async function findingsWorkbook(
  reading: Pick<WorkbookReading, 'findings' | 'ignoredFindings' | 'workbook'>,
  language: Language,
): Promise<Uint8Array> {
  // Loaded here: it takes longer than reading a workbook, and most commands never write one.
  const { default: exceljs } = await import('exceljs');
  const { title, headers, open: isOpen, ignored } = words[language];
  const workbook = new exceljs.Workbook();
  workbook.creator = productMark;
  workbook.lastModifiedBy = productMark;
  const sheet = workbook.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = headers.map((header, index) => ({ header, width: widths[index] ?? 16 }));
  sheet.getRow(1).font = { bold: true };
  for (const finding of reading.findings) {
    sheet.addRow([...rowOf(finding, language), isOpen]);
  }
  for (const entry of reading.ignoredFindings) {
    sheet.addRow([
      ...rowOf(entry.finding, language),
      cellText(ignored(entry.ignored.reason, entry.ignored.by)),
    ]);
  }
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: headers.length } };
  sheet.addRow([]);
  sheet.addRow([cellText(basename(reading.workbook.path)), `SHA-256 ${reading.workbook.sha256}`]);
  const bytes = await workbook.xlsx.writeBuffer();
  return new Uint8Array(bytes);
}

/** Whether a file is such a workbook as we left it: a spreadsheet program that saves it puts its person's name there. */
export async function isFindingsWorkbook(path: string): Promise<boolean> {
  await requireReadableFile(path);
  const workbook = openPackage(path);
  try {
    return readAuthorship(workbook).lastModifiedBy === productMark;
  } finally {
    workbook.close();
  }
}

/** As a cell of text: what would not be seen is written out, and `_x001B_` stays these characters. */
const cellText = (text: string): string => visible(text).replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');

function rowOf(finding: Finding, language: Language): readonly string[] {
  const { code, sheet, cell, message, fix } = finding;
  const severity = words[language].severity[finding.severity];
  const whatToDo = fix === undefined ? '' : textIn(fix, language);
  return [severity, code, sheet, cell, textIn(message, language), whatToDo].map(cellText);
}
