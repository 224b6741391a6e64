import {
  by,
  createScriptedEngine,
  openRunner,
  ScriptedWorld,
  type RunnerFixture,
  type ScriptedStep,
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

/** Starts a run and answers its id when nothing is executed any more. */
export async function start(of: Scene, extra: object = {}): Promise<string> {
  const run = await of.runner.start({
    kind: 'scripted',
    input: { target: 'site', ...extra },
    confirmed: true,
    by,
  });
  await of.runner.settled(run);
  return run;
}

/** Says yes to a run that waits for that, and waits until nothing is executed any more. */
export async function confirm({ runner }: Pick<Scene, 'runner'>, run: string): Promise<void> {
  const answer = { questionId: null, choice: 'confirm', value: null, reason: null, by };
  await runner.answer({ runId: run, ...answer });
  await runner.settled(run);
}
