import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { StepRow, StepState } from '../../../src-main/contract/run.ts';
import {
  noTiming,
  remainingMs,
  unionMs,
  workedMs,
  type RunTiming,
} from '../../../src-main/contract/run-timing.ts';
import { usualMs } from '../../../src-main/engines/configure/usual-durations.ts';
import { createStepRow } from '../../support/step-row.ts';

const stepRow = (key: string, state: StepState, more: Partial<StepRow> = {}): StepRow =>
  createStepRow(key, { state, ...more });

const ended = (key: string, startedAt: number, endedAt: number): StepRow =>
  stepRow(key, 'succeeded', { startedAt, endedAt });

const noProgress = (): null => null;

describe('how long a run has worked', () => {
  it('counts what ran side by side once', () => {
    expect(
      unionMs([
        [0, 10],
        [5, 12],
        [2, 3],
        [20, 25],
      ]),
    ).toBe(17);
  });

  it('does not count the time it waited, and counts tries that another one followed', () => {
    const steps = [ended('a', 1_000, 2_000), ended('b', 90_000, 91_000)];
    expect(workedMs(steps, noTiming, 200_000)).toBe(2_000);
    expect(workedMs(steps, { ...noTiming, earlier: [[3_000, 8_000]] }, 200_000)).toBe(7_000);
  });
});

describe('how long a run will still take', () => {
  const timing: RunTiming = { earlier: [], usualMs: {} };
  const leftAt = (steps: readonly StepRow[], now: number, of = timing): number | null =>
    remainingMs(steps, { timing: of, now, progressOf: noProgress });

  it('adds up what waits for one another, and not what runs side by side', () => {
    const more = { dependsOn: ['vlan:1'] };
    const steps = [
      ended('vlan:1', 0, 10_000),
      stepRow('vlan:2', 'pending', more),
      stepRow('vlan:3', 'pending', more),
      stepRow('vlan:4', 'pending', { dependsOn: ['vlan:2', 'vlan:3'] }),
    ];
    expect(leftAt(steps, 10_000)).toBe(20_000);
  });

  it('gives a pool no more places than it has', () => {
    const pool = { key: 'ssh', limit: 2 };
    const steps = [
      ended('x:0', 0, 10_000),
      ...['x:1', 'x:2', 'x:3', 'x:4', 'x:5'].map((key) => stepRow(key, 'pending', { pool })),
    ];
    expect(leftAt(steps, 10_000)).toBe(30_000);
  });

  it('says nothing while a kind of step is to come of which nothing is known', () => {
    const steps = [ended('a', 0, 10_000), stepRow('b', 'pending')];
    expect(leftAt(steps, 10_000)).toBeNull();
    expect(leftAt(steps, 10_000, { ...timing, usualMs: { b: 4_000 } })).toBe(4_000);
  });

  it('takes what is usual at the tempo of this run', () => {
    const steps = [ended('a', 0, 10_000), stepRow('b', 'pending')];
    expect(leftAt(steps, 10_000, { ...timing, usualMs: { a: 5_000, b: 4_000 } })).toBe(8_000);
  });

  it('follows what a running step says of itself', () => {
    const steps = [ended('a', 0, 10_000), stepRow('iso', 'running', { startedAt: 10_000 })];
    const usual = { ...timing, usualMs: { iso: 500_000 } };
    const progressOf = () => ({ done: 50, total: 100, unit: 'bytes' });
    expect(remainingMs(steps, { timing: usual, now: 20_000, progressOf })).toBe(10_000);
  });
});

const recordingSchema = z.array(
  z.object({
    name: z.string(),
    steps: z.array(
      z.object({
        key: z.string(),
        dependsOn: z.array(z.string()),
        pool: z.object({ key: z.string(), limit: z.number() }).optional(),
        startedAt: z.number(),
        endedAt: z.number(),
      }),
    ),
  }),
);

/** Runs of a new home against the practice site at its real pace, as they were recorded. */
const recordings = recordingSchema.parse(
  JSON.parse(readFileSync('tests/fixtures/practice-run-timings.json', 'utf8')),
);

type Recorded = (typeof recordings)[number]['steps'][number];

function rowAt({ startedAt, endedAt, pool, ...step }: Recorded, now: number): StepRow {
  const state = endedAt <= now ? 'succeeded' : startedAt <= now ? 'running' : 'pending';
  const row = stepRow(step.key, state, { dependsOn: step.dependsOn });
  if (pool !== undefined) {
    row.pool = pool;
  }
  if (state !== 'pending') {
    row.startedAt = startedAt;
  }
  if (state === 'succeeded') {
    row.endedAt = endedAt;
  }
  return row;
}

describe.each(recordings)('the estimate for a recorded run: $name', ({ steps }) => {
  const wholeMs = Math.max(...steps.map(({ endedAt }) => endedAt));
  const leftAt = (now: number): number | null =>
    remainingMs(
      steps.map((step) => rowAt(step, now)),
      {
        timing: { earlier: [], usualMs },
        now,
        progressOf({ key }) {
          const step = steps.find((each) => each.key === key);
          if (key !== 'iso' || step === undefined) {
            return null;
          }
          return { done: now - step.startedAt, total: step.endedAt - step.startedAt, unit: 'bytes' };
        },
      },
    );

  it('is within 30 % from half-way on, until the last seconds', () => {
    for (let now = Math.round(wholeMs / 2); now < wholeMs - 3_000; now += 500) {
      const left = leftAt(now) ?? Infinity;
      expect(Math.abs(left - (wholeMs - now)) / (wholeMs - now), `at ${now} of ${wholeMs}`).toBeLessThan(0.3);
    }
  });

  it('is never off by more than two seconds at the end', () => {
    for (let now = wholeMs - 3_000; now < wholeMs; now += 250) {
      expect(Math.abs((leftAt(now) ?? Infinity) - (wholeMs - now))).toBeLessThan(2_000);
    }
  });

  it('is not told before it can be believed', () => {
    expect(leftAt(1)).toBeNull();
    expect(leftAt(Math.round(wholeMs / 10))).toBeNull();
  });
});
