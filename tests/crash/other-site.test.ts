import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RunDocument } from '../../src-main/contract/run.ts';
import { createConfigureSite } from '../support/configure-site.ts';
import { aftermathOf, flawless, lookAtRun, referenceOf, unknownSteps } from '../support/crash-aftermath.ts';
import { runCommand, startCommand } from '../support/crash-command.ts';
import { readCalls } from '../support/crash-journal.ts';

it('sends nothing to another site that answers at the address of a run that was interrupted', async () => {
  await using untouched = await createConfigureSite();
  expect((await runCommand(untouched.configureWords)).code).toBe(0);
  const reference = await referenceOf(untouched);

  await using scene = await createConfigureSite();
  const dying = startCommand(scene.configureWords);
  dying.killAt('Running  iso');
  expect((await dying.ended).code).toBeNull();
  const interrupted = await lookAtRun(scene.home);
  expect(interrupted).toMatchObject({ state: 'waiting', waiting: { reason: 'interrupted' } });
  const diedIn = interrupted === null ? [] : unknownSteps(interrupted);

  const other = await scene.serve(join(scene.directory, 'other-site'));
  const refused = await runCommand(scene.retryWords);
  expect(refused.code, refused.stderr).toBe(11);
  const asked = JSON.parse(refused.stdout) as RunDocument;
  expect(asked).toMatchObject({ state: 'waiting', waiting: { reason: 'identity' } });
  expect(asked.waiting?.choices?.map(({ id }) => id)).not.toContain('same-site');
  expect(await readCalls(other)).toEqual([]);
  const accounts = other.describe().hosts.flatMap((host) => host.accounts);
  expect(accounts.length).toBeGreaterThan(0);
  expect(accounts.filter(({ changes }) => changes > 0)).toEqual([]);

  await scene.serve();
  const resumed = await runCommand(scene.retryWords);
  expect(resumed.code, resumed.stderr + resumed.stdout).toBe(0);
  expect(await aftermathOf(scene, reference, diedIn)).toEqual(flawless(reference));
});
