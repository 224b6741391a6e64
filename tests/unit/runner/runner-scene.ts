import {
  by,
  createScriptedEngine,
  openRunner,
  ScriptedWorld,
  type RunnerFixture,
  type ScriptedStep,
  type Turn,
} from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

export const after = (key: string, requires: 'succeeded' | 'settled' = 'succeeded') => ({ key, requires });

export interface Scene extends RunnerFixture {
  readonly world: ScriptedWorld;
  readonly directory: string;
  states(run: string): Record<string, string>;
}

/** A runner on a database of its own, with steps that do what the test tells them. */
export async function scene(
  steps: readonly ScriptedStep[],
  world = new ScriptedWorld(),
  directory = temporaryDirectory(),
): Promise<Scene> {
  const fixture = await openRunner(directory, createScriptedEngine(steps, world));
  const states = (run: string): Record<string, string> =>
    Object.fromEntries(fixture.store.stepRows(run).map((step) => [step.key, step.state]));
  return { ...fixture, world, directory, states };
}

const begin = ({ runner }: Scene, extra: object): Promise<string> =>
  runner.start({ kind: 'scripted', input: { target: 'site', ...extra }, confirmed: true, by });

/** Starts a run and answers its id when nothing is executed any more. */
export async function start(of: Scene, extra: object = {}): Promise<string> {
  const run = await begin(of, extra);
  await of.runner.settled(run);
  return run;
}

/** Starts a run whose steps take these turns, and returns its id when one of them stands where it dies or hangs. */
export async function startStuck(
  of: Scene,
  turns: Readonly<Record<string, Turn>>,
  extra: object = {},
): Promise<string> {
  for (const [key, turn] of Object.entries(turns)) {
    of.world.scripts.set(key, [turn]);
  }
  const run = await begin(of, extra);
  await of.world.stuck.promise;
  return run;
}

/** Says yes to a run that waits for that, and waits until nothing is executed any more. */
export async function confirm({ runner }: Pick<Scene, 'runner'>, run: string): Promise<void> {
  const answer = { questionId: null, choice: 'confirm', value: null, reason: null, by };
  await runner.answer({ runId: run, ...answer });
  await runner.settled(run);
}
