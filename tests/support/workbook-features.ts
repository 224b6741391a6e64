import type { WorkbookPackage } from '../../src-main/workbook/package/container.ts';

/** What a careless writer loses or doubles, by the tag or attribute that carries it. */
const inSheets: Readonly<Record<string, RegExp>> = {
  dataValidation: /<(?:\w+:)?dataValidation[ >]/g,
  extendedValidation: /<x14:dataValidation[ >]/g,
  conditionalFormatting: /<conditionalFormatting[ >]/g,
  rule: /<cfRule[ >]/g,
  extendedRule: /<x14:cfRule[ >]/g,
  mergedArea: /<mergeCell /g,
  hyperlink: /<hyperlink /g,
  sheetProtection: /<sheetProtection/g,
  protectedRange: /<protectedRange /g,
  formula: /<f[ >/]/g,
  sharedFormula: /<f [^>]*t="shared"/g,
  arrayFormula: /<f [^>]*t="array"/g,
  extension: /<extLst/g,
  cell: /<c[ >]/g,
  row: /<row[ >]/g,
  styledCell: /<c [^>]*\bs="/g,
  legacyDrawing: /<legacyDrawing/g,
  drawing: /<drawing /g,
  printOptions: /<printOptions/g,
  pageSetup: /<pageSetup/g,
  headerFooter: /<headerFooter/g,
  rowBreaks: /<rowBreaks/g,
  codeName: /codeName=/g,
  phonetic: /<phoneticPr/g,
  ignoredError: /<ignoredError /g,
  cellMetadata: /<c [^>]*\bcm="/g,
  valueMetadata: /<c [^>]*\bvm="/g,
  autoFilter: /<autoFilter/g,
  tablePart: /<tablePart /g,
  column: /<col /g,
  sheetView: /<sheetView /g,
  freezePane: /<pane /g,
  outline: /outlineLevel=/g,
  oleObject: /<oleObject /g,
  control: /<control /g,
};

const inWorkbook: Readonly<Record<string, RegExp>> = {
  definedName: /<definedName /g,
  hiddenName: /<definedName [^>]*hidden="1"/g,
  workbookProtection: /<workbookProtection/g,
  fullCalculation: /fullCalcOnLoad/g,
  pivotCache: /<pivotCache /g,
};

const inStyles: Readonly<Record<string, RegExp>> = {
  format: /<xf /g,
  cellStyle: /<cellStyle /g,
  differentialFormat: /<dxf[ >]/g,
};

const asParts: Readonly<Record<string, RegExp>> = {
  parts: /./,
  sheets: /^xl\/worksheets\/sheet\d+\.xml$/,
  media: /^xl\/media\//,
  drawings: /^xl\/drawings\/drawing/,
  charts: /^xl\/charts\//,
  comments: /comments/,
  vml: /\.vml$/,
  macros: /vbaProject/,
  customXml: /^customXml\//,
  calcChain: /calcChain/,
  metadata: /^xl\/metadata/,
  customProperties: /^docProps\/custom/,
  printerSettings: /printerSettings/,
  theme: /^xl\/theme/,
  pivotTables: /^xl\/pivotTables\//,
  tables: /^xl\/tables\//,
};

/** How often each of 59 features occurs in a workbook. */
export function countFeatures(workbook: WorkbookPackage): Readonly<Record<string, number>> {
  const names = workbook.parts.map((part) => part.name);
  const textOf = (pattern: RegExp): string =>
    names
      .filter((name) => pattern.test(name))
      .map((name) => workbook.read(name).toString('utf8'))
      .join('');
  const occurrences = (text: string, patterns: Readonly<Record<string, RegExp>>): [string, number][] =>
    Object.entries(patterns).map(([feature, pattern]) => [feature, text.match(pattern)?.length ?? 0]);
  return Object.fromEntries([
    ...occurrences(textOf(/^xl\/worksheets\/sheet\d+\.xml$/), inSheets),
    ...occurrences(textOf(/^xl\/workbook\.xml$/), inWorkbook),
    ...occurrences(textOf(/^xl\/styles\.xml$/), inStyles),
    ...Object.entries(asParts).map(([feature, pattern]) => [
      feature,
      names.filter((name) => pattern.test(name)).length,
    ]),
  ]) as Readonly<Record<string, number>>;
}
