import { parentPort, workerData } from 'node:worker_threads';
import { toErrorRecord } from '../contract/errors.ts';
import { readWorkbook, type ReadWorkbookOptions } from './read-workbook.ts';
import type { WorkerAnswer } from './read-in-worker.ts';

/** Entry of the worker: reads the one workbook it was started for and sends what it found. */
const { path, options } = workerData as { path: string; options: ReadWorkbookOptions };

async function answer(): Promise<WorkerAnswer> {
  try {
    return { kind: 'read', reading: await readWorkbook(path, options) };
  } catch (error) {
    return { kind: 'failed', error: toErrorRecord(error) };
  }
}

parentPort?.postMessage(await answer());
