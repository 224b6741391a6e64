export { misfit, refusedCorrection } from './correctable-cell.ts';
export { coversCell } from './grid/cell-address.ts';
export { requireUsable } from './profiles/built-in.ts';
export { proposeMapping } from './propose-mapping.ts';
export { readCells, readCellText } from './read-cells.ts';
export {
  readCorrectableCellInWorker,
  readWorkbookGridInWorker,
  readWorkbookInWorker,
} from './read-in-worker.ts';
export { readWorkbookGrid } from './read-workbook-grid.ts';
export { readWorkbook, type ReadWorkbookOptions, type WorkbookReading } from './read-workbook.ts';
export { findingsWorkbook, isFindingsWorkbook } from './write-findings.ts';
