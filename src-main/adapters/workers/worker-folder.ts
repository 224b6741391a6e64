import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readFileAtOnce } from '../../files/open-file.ts';
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import { workerOutput } from '../../ports/workers.ts';
import { writeWholeFile } from '../files/whole-file.ts';
import { errnoOf } from '../http/system-error.ts';
import { processIdentitySchema } from './process-identity.ts';

const recordSchema = z.strictObject({
  version: z.literal(1),
  /** The process of ours that waits for the program to end. */
  keeper: processIdentitySchema,
  /** Where the system has process groups, it leads one of its own. */
  program: processIdentitySchema,
});
export type WorkerRecord = z.infer<typeof recordSchema>;

const endSchema = z.strictObject({
  version: z.literal(1),
  code: z.int().nullable(),
  signal: z.string().max(20).nullable(),
  endedAt: z.iso.datetime(),
});
export type WorkerEnd = z.infer<typeof endSchema>;

const recordFile = 'worker.json';
const endFile = 'exit.json';
const ownOnly = 0o600;

/** Makes the folder and its two files of output, and opens them. Throws EEXIST where a worker has been before. */
export function openOutput(folder: string): { readonly stdout: number; readonly stderr: number } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stdout = openSync(join(folder, workerOutput.stdout), 'ax', ownOnly);
  try {
    return { stdout, stderr: openSync(join(folder, workerOutput.stderr), 'ax', ownOnly) };
  } catch (thrown) {
    closeSync(stdout);
    throw thrown;
  }
}

/** Takes back {@link openOutput}, so that the folder can be used once more. */
export function removeOutput(folder: string): void {
  for (const name of Object.values(workerOutput)) {
    rmSync(join(folder, name), { force: true });
  }
}

export const writeRecord = (folder: string, record: WorkerRecord): void =>
  writeWholeFile(join(folder, recordFile), JSON.stringify(record), { mode: ownOnly });

export const writeEnd = (folder: string, end: WorkerEnd): void =>
  writeWholeFile(join(folder, endFile), JSON.stringify(end), { mode: ownOnly });

/** Null where no worker was started. Throws FILE_UNREADABLE. */
export const readRecord = (folder: string): WorkerRecord | null =>
  read(join(folder, recordFile), recordSchema);

/** Null while nobody has seen the program end. Throws FILE_UNREADABLE. */
export const readEnd = (folder: string): WorkerEnd | null => read(join(folder, endFile), endSchema);

function read<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileAtOnce(path).toString('utf8')));
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') {
      return null;
    }
    const reason = errnoOf(thrown) ?? 'content';
    const text = {
      zh: `无法读取后台程序的记录 ${path}（${reason}）；请先在系统中确认该程序是否仍在运行，再将此文件移走。`,
      en: `The record of a worker, ${path}, cannot be read (${reason}). Check in the system whether its program still runs, then move this file away.`,
    };
    throw new AppError('FILE_UNREADABLE', text, { data: { path, reason }, cause: thrown });
  }
}
