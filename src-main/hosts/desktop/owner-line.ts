import type { AppClient } from '../../api/wire/client.ts';
import type { ChangeBatch } from '../../contract/feed.ts';
import { AppError } from '../../contract/errors.ts';
import type { RunRow } from '../../contract/run.ts';

/** A connection of this process's own to the owner. */
export interface OwnerConnection {
  readonly client: AppClient;
  readonly closed: Promise<unknown>;
  close(): Promise<void>;
}

export interface OwnerLineParts {
  /** Rejects while no owner answers. */
  readonly open: () => Promise<OwnerConnection>;
  /** Every run, each time they have changed and all of them are known. */
  readonly onRuns: (runs: ReadonlyMap<string, RunRow>) => void;
  readonly later?: (callback: () => void, afterMs: number) => void;
}

export interface OwnerLine {
  /** For calls of the window itself. Throws OWNER_UNREACHABLE while there is no connection. */
  client(): AppClient;
  /** Lets go without waiting for the other side: a named pipe whose owner is slow would keep this process. */
  stop(): void;
}

const firstWaitMs = 250;
const longestWaitMs = 5_000;

/** Keeps one connection to the owner, made again whenever it breaks, and follows all runs over it. */
export function createOwnerLine({
  open,
  onRuns,
  later = (callback, afterMs) => void setTimeout(callback, afterMs),
}: OwnerLineParts): OwnerLine {
  const runs = new Map<string, RunRow>();
  let connection: OwnerConnection | null = null;
  let cursor: string | null = null;
  let waitMs = firstWaitMs;
  let isStopped = false;

  function take({ rows, reset, complete, cursor: next }: ChangeBatch): void {
    if (reset) {
      runs.clear();
    }
    for (const change of rows) {
      if (change.collection !== 'run') {
        continue;
      }
      if (change.row === null) {
        runs.delete(change.id);
      } else {
        runs.set(change.id, change.row);
      }
    }
    cursor = next;
    if (complete) {
      onRuns(new Map(runs));
    }
  }

  async function follow({ client }: OwnerConnection): Promise<void> {
    for await (const batch of await client.feed.changes({ topic: 'index', cursor })) {
      take(batch);
    }
  }

  async function connect(): Promise<void> {
    try {
      connection = await open();
      waitMs = firstWaitMs;
      if (isStopped) {
        await connection.close();
      } else {
        await follow(connection);
      }
    } catch {
      // Whatever ended it, the next connection goes on from the cursor.
    }
    await connection?.close();
    connection = null;
    if (isStopped) {
      return;
    }
    later(() => void connect(), waitMs);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }

  void connect();
  return {
    client() {
      if (connection !== null) {
        return connection.client;
      }
      throw new AppError('OWNER_UNREACHABLE', {
        zh: '尚未连上 Sitewright 进程，连接恢复后请重试。',
        en: 'Not connected to the Sitewright process yet. Retry when the connection is back.',
      });
    },
    stop() {
      isStopped = true;
      void connection?.close();
    },
  };
}
