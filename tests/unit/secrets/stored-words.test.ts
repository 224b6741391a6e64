import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../src-main/adapters/sqlite/open-database.ts';
import { createScriptedEngine, ScriptedWorld, startRunner } from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** What the steps below say of themselves: a failure, a question and what was found. */
const said = ['was refused', 'Which color', 'is there'] as const;

/** Everything that a run with such steps leaves in the database. */
async function storedBy(redact: (text: string) => string): Promise<string> {
  const database = openDatabase(join(temporaryDirectory(), 'sitewright.db'));
  onTestFinished(() => void database.close());
  const world = new ScriptedWorld();
  world.scripts.set('refused', ['fail']);
  world.scripts.set('asking', ['ask']);
  world.effects.set('there', 1);
  const steps = ['refused', 'asking', 'there'].map((key) => ({ key }));
  const { runner } = await startRunner(database, createScriptedEngine(steps, world), { redact });
  const run = await runner.start({
    kind: 'scripted',
    input: { target: 'site' },
    confirmed: true,
    by: 'engineer',
  });
  await runner.settled(run);
  const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
  return tables
    .map((table) => JSON.stringify(database.prepare(`SELECT * FROM ${String(table)}`).all()))
    .join();
}

describe('what steps say', () => {
  it('is kept as it was said', async () => {
    const stored = await storedBy((text) => text);
    expect(said.filter((words) => !stored.includes(words))).toEqual([]);
  });

  it('reaches no table with a secret in it, whoever said it', async () => {
    const stored = await storedBy((text) =>
      said.reduce((kept, words) => kept.replaceAll(words, '***'), text),
    );
    expect(said.filter((words) => stored.includes(words))).toEqual([]);
    expect(stored).toContain('***');
  });
});
