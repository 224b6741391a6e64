import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfigureSite, type ConfigureSite } from '../support/configure-site.ts';
import { aftermathOf, flawless, referenceOf, type Reference } from '../support/crash-aftermath.ts';
import { startScript, type RunningCommand } from '../support/crash-command.ts';
import { configureWithKills, createTally, isFull } from '../support/crash-kills.ts';
import { isWindowsTested } from '../support/tested-node.ts';

/** More than an uninterrupted run makes: those past its end find a process that was not killed, which is checked as well. */
const mostCommits = 80;
// Starting a process takes a second and more where the product runs on Windows, and each kill starts four. With the
// three of the write-back these are at least twenty kills: the last ones may not come.
const selection = isWindowsTested ? 19 : 12;

/** All of them, or some spread over the run. Commits join differently each time, so the last ones may not come. */
const boundaries =
  isFull && !isWindowsTested
    ? Array.from({ length: mostCommits }, (_, index) => index + 1)
    : Array.from({ length: selection }, (_, index) => 1 + Math.round((index * 60) / (selection - 1)));

function startDying(scene: ConfigureSite, commit: number): RunningCommand {
  const script = join('tests', 'crash', 'kill-at-commit.ts');
  return startScript(script, [String(commit), scene.home, scene.site.url, scene.workbook, scene.iso]);
}

describe('a run whose process is killed right after a commit', () => {
  let reference: Reference;
  const tally = createTally('step boundaries');

  beforeAll(async () => {
    await using scene = await createConfigureSite();
    const ended = await startDying(scene, 0).ended;
    expect(ended.code, ended.stderr).toBe(0);
    const { state, commits } = JSON.parse(ended.stdout) as { state: string; commits: number };
    expect(state).toBe('succeeded');
    tally.note(`${commits} commits in the uninterrupted run`);
    expect(commits).toBeLessThan(mostCommits);
    reference = await referenceOf(scene);
  }, 300_000);

  afterAll(() => tally.print());

  it.for(boundaries)('ends as if nothing had happened, commit %i', async (commit) => {
    await using scene = await createConfigureSite();
    const killed = await configureWithKills(scene, [], () => startDying(scene, commit));
    tally.add(killed);
    const message = [...killed.story, killed.last.stderr, killed.last.stdout].join('\n');
    expect(killed.last.code, message).toBe(0);
    const aftermath = await aftermathOf(scene, reference, killed.diedIn);
    expect(aftermath, message).toEqual(flawless(reference));
  });
});
