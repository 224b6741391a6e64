import { expect, it } from 'vitest';
import { openScene, stepOf } from '../support/configure-scene.ts';

it('who waits for steps hears of them while the run goes on, and of its end where they never come', async () => {
  const scene = await openScene({ faults: ['job:kind=ntp:stuck'] });
  const { runs } = scene.client();
  const run = await scene.start({ only: ['ntp'] });
  const begun = await runs.settled({ run, steps: ['connect', 'session'] });
  expect([begun.state, stepOf(begun, 'session').state]).toEqual(['running', 'succeeded']);
  // What is settled already is not waited for.
  expect((await runs.settled({ run, steps: ['connect'] })).state).toBe('running');

  const stop = new AbortController();
  const waiting = runs.settled({ run, steps: ['ntp'] }, { signal: stop.signal });
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELED' });

  const other = runs.settled({ run, steps: ['no-such-step'] });
  await runs.cancel({ run });
  expect((await other).state).toBe('canceled');
});
