import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../src-main/adapters/sqlite/open-database.ts';
import { SqliteRunStore } from '../../../src-main/adapters/sqlite/run-store.ts';
import { AppError } from '../../../src-main/contract/errors.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { createWatch, type Observer, type Seen, type Watch } from '../../../src-main/runner/observers.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** What the world shows at each look; an error where it cannot be looked at. */
type Look = 'ready' | 'degraded' | 'unreachable';

/** A watched thing with rows of its own in a real database, and a clock that only the test moves on. */
function scene(looks: readonly Look[]) {
  const database = openDatabase(join(temporaryDirectory(), 'sitewright.db'));
  onTestFinished(() => void database.close());
  database.exec('CREATE TABLE health (seq INTEGER PRIMARY KEY, key TEXT, before TEXT, after TEXT) STRICT');
  const store = new SqliteRunStore(database, (text) => text);
  const pauses: number[] = [];
  const script = [...looks];
  const isOver = Promise.withResolvers<void>();
  const failures: unknown[] = [];
  const watch = createWatch({
    store,
    random: () => 0.5,
    onFailure: (_key, thrown) => {
      failures.push(thrown);
      isOver.resolve();
    },
    clock: {
      now: () => 7,
      elapsed: () => 7,
      async pause(durationMs, signal) {
        pauses.push(durationMs);
        if (script.length > 0) {
          return;
        }
        isOver.resolve();
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('over'))));
      },
    },
  });
  const observer = (key: string, lastState: string | null = null): Observer => ({
    key,
    intervalMs: 100,
    maximumIntervalMs: 350,
    lastState: () => {
      const state: unknown = database
        .prepare('SELECT after FROM health WHERE key = ? ORDER BY seq DESC LIMIT 1')
        .pluck()
        .get(key);
      return typeof state === 'string' ? state : lastState;
    },
    async look(): Promise<Seen> {
      const state = script.shift() ?? 'ready';
      if (state === 'unreachable') {
        throw new AppError('CONNECT_FAILED', verbatim('nobody answers'));
      }
      return { state, value: null };
    },
    failed: ({ code }) => ({ state: code, value: null }),
    record(_transaction, { before, seen }) {
      database
        .prepare('INSERT INTO health (key, before, after) VALUES (?, ?, ?)')
        .run(key, before, seen.state);
    },
  });
  const rows = (): unknown[] =>
    database
      .prepare(`SELECT key || ': ' || coalesce(before, '-') || ' > ' || after FROM health`)
      .pluck()
      .all();
  return { watch, observer, rows, pauses, failures, isOver: isOver.promise, database };
}

const open: Watch[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((watch) => watch.close()));
});

describe('an observer', () => {
  it('writes a state once, however often it is seen', async () => {
    const at = scene(['ready', 'ready', 'degraded', 'degraded', 'ready']);
    open.push(at.watch);
    at.watch.follow([at.observer('a')]);
    await at.isOver;
    expect(at.rows()).toEqual(['a: - > ready', 'a: ready > degraded', 'a: degraded > ready']);
  });

  it('repeats nothing after a restart: what was last written is known', async () => {
    const at = scene(['ready', 'ready']);
    open.push(at.watch);
    at.watch.follow([at.observer('a', 'ready')]);
    await at.isOver;
    expect(at.rows()).toEqual([]);
  });

  it('takes a look that failed for a state of its own, and looks less and less often', async () => {
    const at = scene(['unreachable', 'unreachable', 'unreachable', 'ready', 'ready']);
    open.push(at.watch);
    at.watch.follow([at.observer('a')]);
    await at.isOver;
    expect(at.rows()).toEqual(['a: - > CONNECT_FAILED', 'a: CONNECT_FAILED > ready']);
    expect(at.pauses).toEqual([200, 350, 350, 100, 100]);
  });

  it('reads at each look what was last written: a run may have written it meanwhile', async () => {
    const at = scene(['ready', 'degraded', 'degraded']);
    open.push(at.watch);
    const observer = at.observer('a');
    at.watch.follow([
      {
        ...observer,
        look(signal) {
          if (at.rows().length === 1) {
            at.database.exec(`INSERT INTO health (key, before, after) VALUES ('a', 'ready', 'degraded')`);
          }
          return observer.look(signal);
        },
      },
    ]);
    await at.isOver;
    expect(at.rows()).toEqual(['a: - > ready', 'a: ready > degraded']);
  });

  it('looks now when it is told to, by what it was last given, and not before', async () => {
    const at = scene([]);
    open.push(at.watch);
    const observer = at.observer('a');
    at.watch.follow([observer]);
    await at.isOver;
    at.watch.lookNow(['elsewhere']);
    expect(at.pauses).toHaveLength(1);
    at.watch.follow([{ ...observer, look: async () => ({ state: 'degraded', value: null }) }]);
    at.watch.lookNow(['a']);
    await expect.poll(() => at.rows()).toEqual(['a: - > ready', 'a: ready > degraded']);
    expect(at.pauses).toHaveLength(2);
  });

  it('stops when it is no longer wanted, and its neighbor goes on', async () => {
    const at = scene([]);
    open.push(at.watch);
    const [first, second] = [at.observer('a'), at.observer('b')];
    at.watch.follow([first, second]);
    await at.isOver;
    at.watch.follow([second]);
    at.watch.follow([second, at.observer('c')]);
    await at.watch.close();
    expect(at.rows()).toEqual(['a: - > ready', 'b: - > ready']);
  });

  it('that cannot write what it sees says so and stops', async () => {
    const at = scene(['ready']);
    open.push(at.watch);
    at.database.exec('DROP TABLE health');
    at.watch.follow([at.observer('a')]);
    await at.isOver;
    expect(at.failures).toEqual([
      expect.objectContaining({ message: expect.stringContaining('health') as string }),
    ]);
  });
});
