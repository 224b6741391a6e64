import { watch } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfigureSite } from '../support/configure-site.ts';
import { aftermathOf, flawless, referenceOf, type Reference } from '../support/crash-aftermath.ts';
import { runCommand } from '../support/crash-command.ts';
import { configureWithKills, createTally } from '../support/crash-kills.ts';

/** What appears in the customer's directory while the serial is written, in this order. */
const moments: readonly (readonly [string, RegExp])[] = [
  ['the new version is being built beside the workbook', /\.tmp$/],
  ['the backup is there', /\.backup-/],
  ['the workbook has been replaced', /^plan\.xlsx$/],
];

describe('a run whose process is killed while it writes the serial into the workbook', () => {
  let reference: Reference;
  const tally = createTally('write-back');

  beforeAll(async () => {
    await using scene = await createConfigureSite();
    const ended = await runCommand(scene.configureWords);
    expect(ended.code, ended.stderr).toBe(0);
    reference = await referenceOf(scene);
    await scene.stop();
  }, 300_000);

  afterAll(() => tally.print());

  it.for(moments)('ends with one workbook that holds it: killed when %s', async ([, appears]) => {
    await using scene = await createConfigureSite();
    const seen = new AbortController();
    const killed = await configureWithKills(scene, [
      ({ kill, ended }) => {
        const watcher = watch(scene.customer, { signal: seen.signal });
        watcher.on('change', (_kind, name) => {
          if (appears.test(basename(name.toString()))) {
            kill();
          }
        });
        void ended.finally(() => seen.abort());
      },
    ]);
    tally.add(killed);
    const message = [...killed.story, killed.last.stderr, killed.last.stdout].join('\n');
    expect(killed.last.code, message).toBe(0);
    const aftermath = await aftermathOf(scene, reference, killed.diedIn);
    expect(aftermath, message).toEqual(flawless(reference));
  });
});
