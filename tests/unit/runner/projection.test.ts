import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/contract/errors.ts';
import type { Engine } from '../../../src-main/runner/definition.ts';
import {
  by,
  createScriptedEngine,
  openRunner,
  ScriptedWorld,
  type RunnerFixture,
  type ScriptedInput,
} from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

interface Scene extends RunnerFixture {
  readonly world: ScriptedWorld;
  /** The engine's rows, and the run's, as another process reads them from the disk. */
  onDisk(sql: string): unknown[];
}

/** An engine that keeps a row of its own for every change of its run's state. */
async function scene(refuse: (state: string) => boolean = () => false): Promise<Scene> {
  const directory = temporaryDirectory();
  const world = new ScriptedWorld();
  const holder: { fixture: RunnerFixture | null } = { fixture: null };
  const engine: Engine<ScriptedInput, ScriptedWorld> = {
    ...createScriptedEngine([{ key: 'a' }, { key: 'b' }], world),
    project(transaction, { target }, { before, after }) {
      if (before.state === after.state) {
        return;
      }
      holder.fixture?.database
        .prepare('INSERT INTO site_state (revision, target, state) VALUES (?, ?, ?)')
        .run(transaction.revision(), target, after.state);
      if (refuse(after.state)) {
        throw new AppError('INTERNAL', 'this row does not fit');
      }
    },
  };
  const fixture = await openRunner(directory, engine);
  holder.fixture = fixture;
  fixture.database.exec('CREATE TABLE site_state (revision INTEGER, target TEXT, state TEXT) STRICT');
  const onDisk = (sql: string): unknown[] => {
    const reader = new Database(join(directory, 'sitewright.db'), { readonly: true });
    try {
      return reader.prepare(sql).pluck().all();
    } finally {
      reader.close();
    }
  };
  return { ...fixture, world, onDisk };
}

describe("an engine's own rows", () => {
  it('are written in the transaction that changes the run, under its revision', async () => {
    const at = await scene();
    const run = await at.runner.start({ kind: 'scripted', input: { target: 'site' }, confirmed: true, by });
    await at.runner.settled(run);
    expect(at.onDisk(`SELECT target || ' ' || state FROM site_state ORDER BY rowid`)).toEqual([
      'site running',
      'site succeeded',
    ]);
    expect(at.onDisk('SELECT max(revision) FROM site_state')).toEqual(at.onDisk('SELECT revision FROM run'));
  });

  it('are told what made the change and who asked for it; the runner itself is nobody', async () => {
    const world = new ScriptedWorld();
    world.scripts.set('a', ['fail']);
    const told: string[] = [];
    const engine: Engine<ScriptedInput, ScriptedWorld> = {
      ...createScriptedEngine([{ key: 'a' }, { key: 'b' }], world),
      project: (_transaction, _input, { events, by: who }) =>
        void told.push(`${who ?? 'nobody'}: ${events.map(({ type }) => type).join(' ')}`),
    };
    const { runner, store } = await openRunner(temporaryDirectory(), engine);
    const run = await runner.start({
      kind: 'scripted',
      input: { target: 'site' },
      confirmed: false,
      by: 'starter',
    });
    expect(store.runRow(run)).toMatchObject({ startedBy: 'starter' });
    const answer = { runId: run, questionId: null, choice: 'confirm', value: null, reason: null };
    await runner.answer({ ...answer, by: 'confirmer' });
    await runner.settled(run);
    await runner.skip({ runId: run, step: 'a', reason: 'not wanted', by: 'decider' });
    await runner.settled(run);
    expect(told).toEqual([
      'starter: planned picked-up asked',
      'confirmer: answered',
      'nobody: step-started step-started',
      'nobody: step-failed step-succeeded',
      'decider: step-skipped',
    ]);
  });

  it('that are removed leave a tombstone under the revision of the change; one that comes back has none', async () => {
    const at = await scene();
    const before = at.store.facts().revision;
    await at.store.write((tx) => {
      tx.remove('cluster', 'prod');
      tx.remove('node', 'n1', 'nodes:prod');
      tx.remove('cluster', 'dr');
      tx.restore('cluster', 'dr');
    });
    const { revision } = at.store.facts();
    expect(revision).toBe(before + 1);
    expect(
      at.onDisk(`SELECT collection || ' ' || id || ' ' || topic || ' ' || revision FROM tombstone`),
    ).toEqual([`cluster prod index ${revision}`, `node n1 nodes:prod ${revision}`]);
    expect(at.store.changedRuns(before, 100).rows).toEqual([
      { collection: 'cluster', id: 'prod', row: null },
    ]);
  });

  it('that cannot be written take the change of the run back with them', async () => {
    const at = await scene((state) => state === 'succeeded');
    const run = await at.runner.start({ kind: 'scripted', input: { target: 'site' }, confirmed: true, by });
    await expect(at.runner.settled(run)).rejects.toThrow('does not fit');
    expect(at.onDisk('SELECT state FROM site_state')).toEqual(['running']);
    expect(at.onDisk('SELECT state FROM run')).toEqual(['running']);
  });
});
