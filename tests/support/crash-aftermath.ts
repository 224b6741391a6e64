import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { isAppError } from '../../src-main/contract/errors.ts';
import type { RunDocument } from '../../src-main/contract/run.ts';
import type { PracticeState } from '../../src-main/practice/index.ts';
import { openReader } from '../../src-main/runtime-reader.ts';
import { readCellText } from '../../src-main/workbook/index.ts';
import { clientOf } from './call-context.ts';
import type { ConfigureSite } from './configure-site.ts';
import { compareCalls, countBy, readCalls, type Call, type CallFaults } from './crash-journal.ts';

/** What an uninterrupted run leaves behind: the measure for all others. */
export interface Reference {
  readonly state: PracticeState;
  readonly calls: readonly Call[];
}

export async function referenceOf({ site }: ConfigureSite): Promise<Reference> {
  return { state: site.state(), calls: await readCalls(site) };
}

/** The run as any reader beside the dead process sees it; null while there is none. */
export async function lookAtRun(home: string): Promise<RunDocument | null> {
  const reader = await openReader(home);
  try {
    return await clientOf(reader.application).client.runs.show({ run: '0001' });
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'RUN_NOT_FOUND') {
      return null;
    }
    throw thrown;
  } finally {
    reader.close();
  }
}

/** Keys of the steps in which the process died. */
export function unknownSteps(run: RunDocument): readonly string[] {
  return run.steps.filter(({ state }) => state === 'unknown').map(({ key }) => key);
}

/** Everything about the end of a run that a crash could have spoiled, as plain values to compare. */
export interface Aftermath extends CallFaults {
  readonly run: { readonly state: string; readonly warnings: number } | null;
  readonly stepsNotSucceeded: readonly string[];
  readonly holds: number;
  readonly runs: number;
  readonly state: PracticeState;
  readonly serialIsInSheet: boolean;
  readonly imageIsTheIso: boolean;
  /** Changed more often than processes died while changing them, or never. */
  readonly passwordsChangedWrongly: readonly string[];
  /** Every line of the log can be read, numbered from 1 without a gap. */
  readonly logIsWhole: boolean;
  readonly hasBackup: boolean;
  /** What lies beside workbook and ISO and is no backup of the workbook. */
  readonly leftBeside: readonly string[];
  /** What a database or a lock leaves only where its process did not end in order. */
  readonly leftInHome: readonly string[];
}

/** What every run must come to, however often its process died. */
export function flawless(reference: Reference): Aftermath {
  return {
    run: { state: 'succeeded', warnings: 0 },
    state: reference.state,
    holds: 0,
    runs: 1,
    serialIsInSheet: true,
    hasBackup: true,
    imageIsTheIso: true,
    logIsWhole: true,
    createdOtherThanOnce: [],
    refused: [],
    repeatedTooOften: [],
    different: [],
    stepsNotSucceeded: [],
    passwordsChangedWrongly: [],
    leftBeside: [],
    leftInHome: [],
  };
}

function count(home: string, table: 'hold' | 'run'): number {
  const database = new Database(join(home, 'sitewright.db'), { readonly: true });
  try {
    return database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  } finally {
    database.close();
  }
}

function wronglyChanged({ site }: ConfigureSite, diedIn: readonly string[]): readonly string[] {
  const deaths = countBy(diedIn);
  return site.describe().hosts.flatMap((host) =>
    host.accounts.flatMap(({ user, changes }) => {
      const died = deaths.get(`password:${host.name}:${user}`) ?? 0;
      return changes >= 1 && changes <= 1 + died ? [] : [`${host.name} ${user}: ${changes} changes`];
    }),
  );
}

function serialIsInSheet({ site, workbook }: ConfigureSite): boolean {
  const serial = site.describe().cluster?.serial;
  return serial !== undefined && readCellText(workbook, { sheet: '主机规划', cell: 'E19' }) === serial;
}

/** Whether the site holds the ISO's bytes, chunk by chunk. The site must have stopped. */
function imageIsTheIso({ siteDirectory, iso }: ConfigureSite): boolean {
  const database = new Database(join(siteDirectory, 'practice.sqlite'), { readonly: true });
  const stored = database.prepare('SELECT sha256, size_bytes FROM chunk ORDER BY image_uuid, number').all();
  database.close();
  const bytes = readFileSync(iso);
  let at = 0;
  return (
    (stored as { sha256: string; size_bytes: number }[]).every(({ sha256, size_bytes: size }) => {
      const piece = bytes.subarray(at, at + size);
      at += size;
      return createHash('sha256').update(piece).digest('hex') === sha256;
    }) && at === bytes.length
  );
}

const isBackup = (name: string): boolean => /^plan\.backup-\d{8}-\d{6}(-\d+)?\.xlsx$/.test(name);

function leftBeside({ customer, workbook, iso }: ConfigureSite): readonly string[] {
  const own = new Set([basename(workbook), basename(iso)]);
  return readdirSync(customer).filter((name) => !own.has(name) && !isBackup(name));
}

const leftInHome = ({ home }: ConfigureSite): readonly string[] =>
  readdirSync(home).filter((name) => /-(wal|shm|journal)$|^owner\.json/.test(name));

async function logIsWhole(home: string): Promise<boolean> {
  const reader = await openReader(home);
  try {
    const lines = await clientOf(reader.application).client.runs.logs({
      run: '0001',
      from: 1,
      limit: 10_000,
    });
    return lines.length > 0 && lines.every(({ seq }, index) => seq === index + 1);
  } finally {
    reader.close();
  }
}

/** Looks at everything, after the last process has ended. Stops the site. */
export async function aftermathOf(
  scene: ConfigureSite,
  reference: Reference,
  diedIn: readonly string[],
): Promise<Aftermath> {
  const left = leftInHome(scene);
  const run = await lookAtRun(scene.home);
  const serving = {
    ...compareCalls(reference.calls, await readCalls(scene.site), diedIn),
    state: scene.site.state(),
    serialIsInSheet: serialIsInSheet(scene),
    passwordsChangedWrongly: wronglyChanged(scene, diedIn),
  };
  await scene.stop();
  return {
    run: run === null ? null : { state: run.state, warnings: run.warnings },
    stepsNotSucceeded: (run?.steps ?? [])
      .filter(({ state }) => state !== 'succeeded')
      .map(({ key, state, message }) => `${key} ${state}: ${message?.en ?? ''}`),
    ...serving,
    holds: count(scene.home, 'hold'),
    runs: count(scene.home, 'run'),
    imageIsTheIso: imageIsTheIso(scene),
    hasBackup: readdirSync(scene.customer).some(isBackup),
    leftBeside: leftBeside(scene),
    leftInHome: left,
    logIsWhole: await logIsWhole(scene.home),
  };
}
