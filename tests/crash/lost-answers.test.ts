import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfigureSite } from '../support/configure-site.ts';
import { aftermathOf, flawless, referenceOf, type Reference } from '../support/crash-aftermath.ts';
import { runCommand, startCommand } from '../support/crash-command.ts';
import { configureWithKills, createTally, isFull } from '../support/crash-kills.ts';
import { createAnswerProxy } from '../support/crash-proxy.ts';

const mostChanges = 44;

/** Every change of the run, or three: the first sets up root, then come settings and switch, then networks and chunks. */
const changes = isFull ? Array.from({ length: mostChanges }, (_, index) => index + 1) : [1, 9, 30];

describe('a run whose process is killed when the site has made a change and not answered yet', () => {
  let reference: Reference;
  const tally = createTally('lost answers');

  beforeAll(async () => {
    await using scene = await createConfigureSite();
    const ended = await runCommand(scene.configureWords);
    expect(ended.code, ended.stderr).toBe(0);
    reference = await referenceOf(scene);
    tally.note(`${reference.calls.length} changes in the uninterrupted run`);
    expect(reference.calls.length).toBe(mostChanges);
  });

  afterAll(() => tally.print());

  it.for(changes)('recognises its own work, change %i', async (change) => {
    await using scene = await createConfigureSite();
    await using proxy = await createAnswerProxy(scene.site.url);
    const throughProxy = scene.configureWords.map((word) => word.replace(scene.site.url, proxy.url));
    const killed = await configureWithKills(scene, [({ kill }) => proxy.swallowAnswer(change, kill)], () =>
      startCommand(throughProxy),
    );
    tally.add(killed);
    const message = [...killed.story, killed.last.stderr, killed.last.stdout].join('\n');
    expect(killed, message).toMatchObject({ kills: 1, last: { code: 0 } });
    const aftermath = await aftermathOf(scene, reference, killed.diedIn);
    expect(aftermath, message).toEqual(flawless(reference));
  });
});
