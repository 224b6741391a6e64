import { Worker } from 'node:worker_threads';
import { AppError, fromErrorRecord, isAppError, shortageIn, type ErrorRecord } from '../contract/errors.ts';
import type { CellReference } from '../contract/site-plan.ts';
import type { Text } from '../contract/text.ts';
import { requireReadableFile } from '../files/open-file.ts';
import type { CorrectableCell } from './correctable-cell.ts';
import { errorCodeOf, openingFailure } from './package/opening.ts';
import { tooLarge } from './package/refusals.ts';
import type { WorkbookGrid } from '../contract/workbook-grid.ts';
import type { MappingProposal } from './propose-mapping.ts';
import type { ReadWorkbookOptions, WorkbookReading } from './read-workbook.ts';

export interface WorkerLimits {
  /** Of the worker's JavaScript heap; real workbooks need a tenth. */
  readonly heapMegabytes: number;
  /** From start to answer; real workbooks take well under a second. */
  readonly deadlineMs: number;
}

const defaultLimits: WorkerLimits = { heapMegabytes: 512, deadlineMs: 60_000 };

/** What the worker sends, once. */
export type WorkerAnswer =
  | { readonly kind: 'read'; readonly reading: WorkbookReading }
  | { readonly kind: 'grid'; readonly grid: WorkbookGrid }
  | { readonly kind: 'proposal'; readonly proposal: MappingProposal }
  | { readonly kind: 'cell'; readonly cell: CorrectableCell }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };

/**
 * As `readWorkbook`, in a worker with a heap of its own, so that a hostile or absurdly large file cannot take this
 * process down. A worker that runs out of memory or time becomes WORKBOOK_TOO_LARGE, one that fails of itself INTERNAL.
 */
export async function readWorkbookInWorker(
  path: string,
  options: ReadWorkbookOptions = {},
  limits: Partial<WorkerLimits> = {},
): Promise<WorkbookReading> {
  const answer = await askWorker({ path, options, wants: { kind: 'read' } }, limits);
  if (answer.kind !== 'read') {
    throw mixedUp(path);
  }
  return answer.reading;
}

/** As `readWorkbookGrid`, in a worker like {@link readWorkbookInWorker}: passwords never leave that thread. */
export async function readWorkbookGridInWorker(
  path: string,
  options: ReadWorkbookOptions = {},
): Promise<WorkbookGrid> {
  const answer = await askWorker({ path, options, wants: { kind: 'grid' } }, {});
  if (answer.kind !== 'grid') {
    throw mixedUp(path);
  }
  return answer.grid;
}

/** As `proposeMapping`, in a worker. */
export async function proposeMappingInWorker(
  path: string,
  options: { readonly profile?: string } = {},
): Promise<MappingProposal> {
  const answer = await askWorker({ path, options, wants: { kind: 'proposal' } }, {});
  if (answer.kind !== 'proposal') {
    throw mixedUp(path);
  }
  return answer.proposal;
}

/** As `readCorrectableCell`, in a worker. */
export async function readCorrectableCellInWorker(
  path: string,
  asked: CellReference,
  passwords: readonly CellReference[],
): Promise<CorrectableCell> {
  const answer = await askWorker({ path, options: {}, wants: { kind: 'cell', asked, passwords } }, {});
  if (answer.kind !== 'cell') {
    throw mixedUp(path);
  }
  return answer.cell;
}

const mixedUp = (path: string): AppError =>
  new AppError('INTERNAL', `the thread that reads ${path} mixed up its work`);

/** What a worker is started for. */
export interface WorkerTask {
  readonly path: string;
  readonly options: ReadWorkbookOptions;
  readonly wants:
    | { readonly kind: 'read' | 'grid' | 'proposal' }
    | {
        readonly kind: 'cell';
        readonly asked: CellReference;
        readonly passwords: readonly CellReference[];
      };
}

async function askWorker(
  task: WorkerTask,
  limits: Partial<WorkerLimits>,
): Promise<Exclude<WorkerAnswer, { readonly kind: 'failed' }>> {
  const { heapMegabytes, deadlineMs } = { ...defaultLimits, ...limits };
  await requireResponding(task.path);
  const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  const answer = await answerOf(worker, task.path, deadlineMs);
  if (answer.kind === 'failed') {
    throw fromErrorRecord(answer.error);
  }
  return answer;
}

/** A pipe, or a share that does not respond, is found here, where it keeps nobody waiting: a thread in it cannot be stopped. */
async function requireResponding(path: string): Promise<void> {
  try {
    await requireReadableFile(path);
  } catch (error) {
    throw isAppError(error) ? error : openingFailure(path, error);
  }
}

const tooMuchMemory: Text = { zh: '读取时占用内存过多', en: 'reading it needs too much memory' };
const noResult: Text = { zh: '读取中断，没有结果', en: 'reading it stopped without a result' };

function deathOf(path: string, cause: unknown): AppError {
  if (errorCodeOf(cause) === 'ERR_WORKER_OUT_OF_MEMORY') {
    return tooLarge(path, tooMuchMemory, { cause });
  }
  const failed = `the thread that reads ${path} failed: ${String(cause)}`;
  return shortageIn(cause) ?? new AppError('INTERNAL', failed, { cause });
}

function answerOf(worker: Worker, path: string, deadlineMs: number): Promise<WorkerAnswer> {
  return new Promise<WorkerAnswer>((resolve, reject) => {
    const deadline = setTimeout(() => {
      reject(
        tooLarge(path, {
          zh: `读取超过 ${deadlineMs} 毫秒`,
          en: `reading it took longer than ${deadlineMs} ms`,
        }),
      );
      void worker.terminate();
    }, deadlineMs);
    const settle = (action: () => void): void => {
      clearTimeout(deadline);
      action();
    };
    worker.once('message', (answer: WorkerAnswer) => settle(() => resolve(answer)));
    worker.once('error', (cause) => settle(() => reject(deathOf(path, cause))));
    // After a message this changes nothing: a promise settles once.
    worker.once('exit', () => settle(() => reject(tooLarge(path, noResult))));
  });
}
