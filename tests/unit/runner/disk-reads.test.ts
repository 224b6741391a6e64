import { describe, expect, it, vi } from 'vitest';
import { by, createScriptedEngine, openRunner, ScriptedWorld } from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

describe('a run at work', () => {
  it('reads nothing back from the disk for steps that succeed at their first attempt', async () => {
    const steps = Array.from({ length: 20 }, (_, index) => ({ key: `s${index}` }));
    const { runner, store } = await openRunner(
      temporaryDirectory(),
      createScriptedEngine(steps, new ScriptedWorld()),
    );
    const reads = [vi.spyOn(store, 'attempts'), vi.spyOn(store, 'lastIntent')];
    const run = await runner.start({ kind: 'scripted', input: { target: 'lab' }, confirmed: true, by });
    await runner.settled(run);
    expect(store.runRow(run).state).toBe('succeeded');
    expect(reads.map((read) => read.mock.calls.length)).toEqual([0, 0]);
  });
});
