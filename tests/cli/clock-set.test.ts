import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDesk, startPractice, type Command, type Desk } from './command.ts';

const hour = 3_600_000;
const chosen = ['vip', 'dns', 'ntp', 'vds', 'vlan'].flatMap((key) => ['--only', key]);
const preload = pathToFileURL(resolve(import.meta.dirname, '../support/set-clock.mjs')).href;

/** A run in whose middle the time of day jumps; the site is another process, whose clock stays. */
async function jumped(jumpMs: number): Promise<{ readonly desk: Desk; readonly command: Command }> {
  const desk = openDesk();
  const { smartx } = await startPractice(desk, ['--fault', 'slow:ms=100']);
  const command = desk.start(['configure', 'plan.xlsx', `--practice=${smartx.url}`, '--yes', ...chosen], {
    NODE_OPTIONS: `--import=${preload}`,
    JUMP_MS: String(jumpMs),
    AFTER_MS: '2500',
  });
  return { desk, command };
}

describe('the time of day', () => {
  it.each([-hour, -8 * hour])('set by %i ms neither stops a run nor who follows it', async (jumpMs) => {
    const { command } = await jumped(jumpMs);
    const { code, stderr } = await command.ended;
    const last = (step: string): string | undefined =>
      stderr.split('\n').findLast((line) => line.split(/\s+/)[1]?.replace(/:$/, '') === step);
    expect(code).toBe(0);
    for (const step of ['vip', 'dns', 'ntp', 'report']) {
      expect(last(step)).toMatch(/^Done/);
    }
  });

  it('of a machine that stood still for three minutes betrays it: the run looks around, and waits to go on', async () => {
    const { desk, command } = await jumped(3 * 60_000);
    expect((await command.ended).code).toBe(11);
    const shown = await desk.json(['runs', 'show', '0001']);
    expect(shown.document).toMatchObject({ state: 'waiting', waiting: { reason: 'interrupted' } });
    const went = await desk.json(['runs', 'answer', '0001', '--choose', 'continue']);
    expect([went.code, went.document]).toMatchObject([0, { state: 'succeeded' }]);
  });
});
