import { describe, expect, it } from 'vitest';
import { verbatim } from '../../../src-main/contract/text.ts';
import { by } from '../../support/scripted-engine.ts';
import { after, scene, start } from './runner-scene.ts';

describe('a decision about what is there', () => {
  it('adopt only what the failure offered', async () => {
    const at = await scene([{ key: 'a' }, { key: 'b' }]);
    at.world.scripts.set('a', ['fail']);
    at.world.scripts.set('b', ['unavailable']);
    const run = await start(at);
    const { signal } = new AbortController();
    const adoption = { runId: run, step: 'a', reason: 'fine as it is', by, agreed: null };
    await expect(at.runner.adopt({ ...adoption, step: 'b' }, signal)).rejects.toMatchObject({
      code: 'STEP_STATE',
    });
    at.world.existing.set('a', { verdict: 'equal', found: verbatim('a'), differences: [] });
    await at.runner.adopt(adoption, signal);
    expect(at.states(run)).toEqual({ a: 'succeeded', b: 'failed' });
    const [, row] = at.store.stepRows(run);
    expect(at.store.stepRows(run)[0]).toMatchObject({ key: 'a', adopted: true });
    expect(row).toMatchObject({ key: 'b', adopted: false });
  });

  it('does not adopt what is absent, nor what differs from what was agreed to', async () => {
    const at = await scene([{ key: 'a' }]);
    at.world.scripts.set('a', ['fail']);
    const run = await start(at);
    const { signal } = new AbortController();
    const adoption = { runId: run, step: 'a', reason: 'fine', by };
    await expect(at.runner.adopt({ ...adoption, agreed: null }, signal)).rejects.toMatchObject({
      code: 'API_NOT_FOUND',
    });
    const differences = [{ field: verbatim('VLAN ID'), planned: verbatim('1'), actual: verbatim('2') }];
    at.world.existing.set('a', { verdict: 'differs', found: verbatim('a'), differences });
    await expect(at.runner.adopt({ ...adoption, agreed: null }, signal)).rejects.toMatchObject({
      code: 'API_CONFLICT',
      data: { differences: ['VLAN ID: planned 1, current 2'] },
    });
    expect(await at.runner.existing(run, 'a', signal)).toMatchObject({ verdict: 'differs', differences });
    await at.runner.adopt({ ...adoption, agreed: differences }, signal);
    expect(at.states(run)).toEqual({ a: 'succeeded' });
    expect(at.store.interventions(run).at(-1)).toMatchObject({ kind: 'adopt', detail: { differences } });
  });

  it('has what was read before the decision read again', async () => {
    const at = await scene([
      { key: 'a' },
      { key: 'read', repeatable: true, dependsOn: [after('a', 'settled')] },
      { key: 'report', dependsOn: [after('read', 'settled')] },
    ]);
    at.world.scripts.set('a', ['fail']);
    const run = await start(at);
    at.world.seen.length = 0;
    await at.runner.skip({ runId: run, step: 'a', reason: 'later', by });
    await at.runner.settled(run);
    expect(at.world.seen).toEqual(['read', 'report']);
    expect(at.states(run)).toEqual({ a: 'skipped', read: 'succeeded', report: 'succeeded' });
  });

  it('stops the whole run before a change when another site answers, and goes on at the right one', async () => {
    const at = await scene([
      { key: 'a' },
      { key: 'b', dependsOn: [after('a')] },
      { key: 'c', dependsOn: [after('a')] },
    ]);
    at.world.scripts.set('a', ['moves']);
    const run = await at.runner.start({
      kind: 'scripted',
      input: { target: 'site', recordIdentity: true },
      confirmed: true,
      by,
    });
    await at.runner.settled(run);
    expect(at.states(run)).toEqual({ a: 'succeeded', b: 'pending', c: 'pending' });
    const row = at.store.runRow(run);
    expect([row.state, row.waiting?.code, at.world.effects.size]).toEqual(['waiting', 'identity-changed', 1]);
    at.world.identity = ['a', 'b', 'c'];
    await at.runner.retry({ runId: run, steps: null, edits: [], by });
    await at.runner.settled(run);
    expect(at.states(run)).toEqual({ a: 'succeeded', b: 'succeeded', c: 'succeeded' });
  });
});
