import type { ConfigureSite } from './configure-site.ts';
import { lookAtRun, unknownSteps } from './crash-aftermath.ts';
import { runCommand, startCommand, type Ended, type RunningCommand } from './crash-command.ts';

/** What became of a run whose processes were killed again and again. */
export interface KilledRun {
  /** Step keys in which processes died, one entry for each death in each. */
  readonly diedIn: readonly string[];
  readonly kills: number;
  /** The last command: the one that was left alone. */
  readonly last: Ended;
  /** What was killed when, for the message of a failed test. */
  readonly story: readonly string[];
}

/** Whether the full number of kills is wanted; a quick selection otherwise. */
export const isFull = process.env['SITEWRIGHT_CRASH'] === 'full';

/** Numbers from 0 to 1 that are the same for the same seed. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How the next process is to die. */
export type Killer = (command: RunningCommand) => void;

export function killAfter(delayMs: number): Killer {
  return ({ kill, ended }) => {
    const timer = setTimeout(kill, delayMs);
    void ended.finally(() => clearTimeout(timer));
  };
}

/** What to call next: go on with the run, or begin where there is none yet. */
async function nextWords(scene: ConfigureSite): Promise<readonly string[] | null> {
  const run = await lookAtRun(scene.home);
  if (run === null) {
    const refused = await runCommand(scene.retryWords);
    if (refused.code !== 3 || !refused.stdout.includes('RUN_NOT_FOUND')) {
      throw new Error(`a retry before there is a run ended ${refused.code ?? 'killed'}: ${refused.stdout}`);
    }
    return scene.configureWords;
  }
  return run.state === 'succeeded' ? null : scene.retryWords;
}

/** Configures the site with one process after the other, each killed as told, and a last one that is left alone. */
export async function configureWithKills(
  scene: ConfigureSite,
  killers: readonly Killer[],
  first: () => RunningCommand = () => startCommand(scene.configureWords),
): Promise<KilledRun> {
  const diedIn: string[] = [];
  const story: string[] = [];
  let kills = 0;
  let command = first();
  for (let at = 0; ; at += 1) {
    killers[at]?.(command);
    const last = await command.ended;
    if (last.code !== null) {
      return { diedIn, kills, last, story };
    }
    kills += 1;
    const run = await lookAtRun(scene.home);
    const died = run === null ? [] : unknownSteps(run);
    diedIn.push(...died);
    const where = run === null ? 'before the run' : `${run.state} in ${died.join(', ') || 'no step'}`;
    story.push(`killed after ${Math.round(last.durationMs)} ms: ${where}`);
    const words = await nextWords(scene);
    // Nothing is left to do; what the dead one left in the home is tidied up by whoever owns it next.
    if (words === null) {
      return { diedIn, kills, last: await runCommand(scene.historyWords), story };
    }
    command = startCommand(words);
  }
}

/** Counts what was killed, for the person who runs all cases. */
export interface Tally {
  add(killed: KilledRun): void;
  note(text: string): void;
  print(): void;
}

export function createTally(title: string): Tally {
  const total = { runs: 0, kills: 0, steps: 0 };
  const notes: string[] = [];
  return {
    add({ kills, diedIn }) {
      total.runs += 1;
      total.kills += kills;
      total.steps += diedIn.length;
    },
    note: (text) => void notes.push(text),
    print() {
      const figures = `${total.runs} runs, ${total.kills} kills, ${total.steps} steps died in`;
      process.stdout.write(`${title}: ${[figures, ...notes].join(', ')}\n`);
    },
  };
}
