import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfigureSite } from '../support/configure-site.ts';
import { aftermathOf, flawless, referenceOf, type Reference } from '../support/crash-aftermath.ts';
import { runCommand } from '../support/crash-command.ts';
import { configureWithKills, createTally, isFull, killAfter, seededNumbers } from '../support/crash-kills.ts';

const cases = isFull ? 60 : 6;
const seed = Number(process.env['SITEWRIGHT_CRASH_SEED'] ?? Date.now() % 1_000_000);

/** Parts of the uninterrupted run's duration at which one process after the other is killed. */
interface KillPlan {
  readonly number: number;
  readonly moments: readonly number[];
}

/** The first kills are spread over the whole duration; every third case loses the process that goes on as well. */
function planKills(): readonly KillPlan[] {
  const next = seededNumbers(seed);
  return Array.from({ length: cases }, (_, index) => {
    const first = (index + next()) / cases;
    const more = index % 3 === 2 ? [next(), next()] : [];
    return { number: index + 1, moments: [first, ...more] };
  });
}

describe(`a run whose process is killed at any moment (SITEWRIGHT_CRASH_SEED=${seed})`, () => {
  let reference: Reference;
  let durationMs: number;
  const tally = createTally('seeded kills');

  beforeAll(async () => {
    await using scene = await createConfigureSite();
    const ended = await runCommand(scene.configureWords);
    expect(ended.code, ended.stderr).toBe(0);
    durationMs = ended.durationMs;
    reference = await referenceOf(scene);
    expect(await aftermathOf(scene, reference, [])).toEqual(flawless(reference));
  });

  afterAll(() => tally.print());

  it.for(planKills())('ends as if nothing had happened, case $number', async ({ moments }) => {
    await using scene = await createConfigureSite();
    const killed = await configureWithKills(
      scene,
      moments.map((moment) => killAfter(moment * durationMs)),
    );
    tally.add(killed);
    const message = [...killed.story, killed.last.stderr, killed.last.stdout].join('\n');
    expect(killed.last.code, message).toBe(0);
    const aftermath = await aftermathOf(scene, reference, killed.diedIn);
    expect(aftermath, message).toEqual(flawless(reference));
  });
});
