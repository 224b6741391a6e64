import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { Text } from '../../contract/text.ts';
import { writeNewFile } from '../../files/new-file.ts';

/** Kept copies, the latest first. */
const generations = 3;
/** A copy is not made again before this much work has gone by. */
const leastIntervalMs = 15 * 60_000;

const copyAt = (path: string, generation: number): string =>
  join(dirname(path), 'backups', `sitewright-${generation}.db`);

/** What to do with the latest copy, as the end of a sentence; where there is none, what else can be done. */
export function howToRestore(path: string): Text {
  const copies = Array.from({ length: generations }, (_, index) => copyAt(path, index + 1)).filter((copy) =>
    existsSync(copy),
  );
  const [latest] = copies;
  if (latest === undefined) {
    return {
      zh: '再从您自己的备份恢复（本目录中还没有自动备份）。',
      en: 'then restore it from your own backup (this folder has no automatic backup yet).',
    };
  }
  const made = statSync(latest).mtime.toISOString();
  return {
    zh: `再将自动备份 ${latest}（${made}）复制为 ${path}。`,
    en: `then copy the automatic backup ${latest} (${made}) to ${path}.`,
  };
}

export interface Backups {
  /** Something was written: copies it when the last copy is old enough. Never rejects. */
  changed(): void;
  /** Copies what the last copy lacks; for a process that goes. Never rejects. */
  finish(): Promise<void>;
}

export interface BackupParts {
  readonly database: Database.Database;
  readonly path: string;
  /** Milliseconds, monotonic. */
  readonly elapsed: () => number;
  readonly report: (text: string) => void;
}

/**
 * Rotating copies of the database, made by SQLite's own online backup beside the work. A copy takes the place of the
 * last one only when it is whole, so damage does not drive the good ones out.
 */
export function createBackups({ database, path, elapsed, report }: BackupParts): Backups {
  let madeAt: number | null = null;
  let isStale = false;
  let making: Promise<void> | null = null;

  async function make(): Promise<void> {
    isStale = false;
    madeAt = elapsed();
    const part = join(dirname(path), 'backups', 'sitewright.part');
    try {
      mkdirSync(dirname(part), { recursive: true, mode: 0o700 });
      // Made first, as SQLite would let others read it.
      writeNewFile(part, '', 0o600);
      await database.backup(part);
      requireWhole(part);
      rotate(path, part);
    } catch (thrown) {
      report(`no backup of ${path} was made: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      rmSync(part, { force: true });
    }
  }

  function start(): void {
    making ??= make().finally(() => {
      making = null;
    });
  }

  return {
    changed() {
      isStale = true;
      if (madeAt !== null && elapsed() - madeAt >= leastIntervalMs) {
        start();
      }
      madeAt ??= elapsed();
    },
    async finish() {
      await making;
      if (isStale) {
        await make();
      }
    },
  };
}

/** A copy is one file, to be moved and copied by hand: it has no journal beside it. */
function requireWhole(copy: string): void {
  const database = new Database(copy);
  try {
    database.pragma('journal_mode = DELETE');
    const found: unknown = database.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok') {
      throw new Error(`the copy is damaged: ${String(found)}`);
    }
  } finally {
    database.close();
  }
}

function rotate(path: string, part: string): void {
  for (let generation = generations - 1; generation >= 1; generation -= 1) {
    const copy = copyAt(path, generation);
    if (existsSync(copy)) {
      renameSync(copy, copyAt(path, generation + 1));
    }
  }
  renameSync(part, copyAt(path, 1));
}
