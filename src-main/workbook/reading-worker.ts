import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { toErrorRecord } from '../contract/errors.ts';
import type { WorkerAnswer, WorkerTask } from './read-in-worker.ts';

/** Entry of the worker: reads the one workbook it was started for and sends what it found. */
const { path, options, wants } = workerData as WorkerTask;

// A thread starts without the cache of its process; set before the reader is loaded, it halves the time to an answer.
enableCompileCache();

async function answer(): Promise<WorkerAnswer> {
  try {
    if (wants.kind === 'proposal') {
      const { proposeMapping } = await import('./propose-mapping.ts');
      return { kind: 'proposal', proposal: await proposeMapping(path, options) };
    }
    if (wants.kind === 'cell') {
      const { readCorrectableCell } = await import('./correctable-cell.ts');
      return { kind: 'cell', cell: readCorrectableCell(path, wants.asked, wants.passwords) };
    }
    if (wants.kind === 'grid') {
      const { readWorkbookGrid } = await import('./read-workbook-grid.ts');
      return { kind: 'grid', grid: readWorkbookGrid(path, options) };
    }
    const { readWorkbook } = await import('./read-workbook.ts');
    return { kind: 'read', reading: await readWorkbook(path, options) };
  } catch (error) {
    return { kind: 'failed', error: toErrorRecord(error) };
  }
}

// Not awaited here: the desktop's bundle of this file is a script.
void answer().then((found) => parentPort?.postMessage(found));
