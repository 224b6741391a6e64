export { proposeMapping, type MappingProposal } from './propose-mapping.ts';
export { readCells, readCellText, type CellReading } from './read-cells.ts';
export { readWorkbookInWorker, type WorkerLimits } from './read-in-worker.ts';
export { readWorkbook, type ReadWorkbookOptions, type WorkbookReading } from './read-workbook.ts';
export type { Language } from './findings/catalog.ts';
export type { LeftOut } from './left-out.ts';
export { writeFindingsWorkbook } from './write-findings.ts';
