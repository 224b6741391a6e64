import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { toErrorRecord } from '../contract/errors.ts';
import type { WorkerAnswer } from './read-in-worker.ts';
import type { ReadWorkbookOptions } from './read-workbook.ts';

/** Entry of the worker: reads the one workbook it was started for and sends what it found. */
const { path, options } = workerData as { path: string; options: ReadWorkbookOptions };

// A thread starts without the cache of its process; set before the reader is loaded, it halves the time to an answer.
enableCompileCache();
const { readWorkbook } = await import('./read-workbook.ts');

async function answer(): Promise<WorkerAnswer> {
  try {
    return { kind: 'read', reading: await readWorkbook(path, options) };
  } catch (error) {
    return { kind: 'failed', error: toErrorRecord(error) };
  }
}

parentPort?.postMessage(await answer());
