import type { PreviewDocument } from '../contract/run.ts';
import type { Engine } from './definition.ts';
import { doubtAbout } from './identity-doubt.ts';
import { refusedBy } from './pick-up.ts';
import type { StoredRun } from './ports.ts';
import { previewPlan, type Begun, type PreviewOptions } from './preview.ts';
import { isAtWork } from './refusals.ts';
import { identityDoubt } from './site-doubt.ts';
import { stopRun } from './step-context.ts';
import { answerTo, storedInput } from './stored.ts';

export interface Previewed {
  readonly stored: StoredRun;
  /** What a step has last meant to do. */
  readonly intentOf: Begun['intentOf'];
}

/**
 * Looks at the world as a run that waits, or has ended, would find it if it went on, by its own input and journal. Nothing is
 * written. RUN_STATE while it is at work; what keeps the site from being looked at, or makes it another one, is thrown.
 */
export async function previewStored<Input, World>(
  engine: Engine<Input, World>,
  { stored, intentOf }: Previewed,
  { mayLogIn, signal }: PreviewOptions,
): Promise<PreviewDocument> {
  const { id: runId, model, answers, identity } = stored;
  if (model.state === 'running' || model.state === 'canceling') {
    throw isAtWork(runId, model.state);
  }
  const input = storedInput(engine, stored);
  const acquired = await engine.acquire(input, {
    runId: 'preview',
    isPreview: true,
    mayLogIn,
    signal,
    answer: (question) => answerTo({ runId, answers: () => answers }, null, question),
    isDone: (key) => ['succeeded', 'skipped'].includes(model.steps.get(key)?.state ?? 'pending'),
  });
  if (acquired.kind === 'asks') {
    throw refusedBy(acquired.question);
  }
  const holder = {
    engine,
    identity,
    answers: () => answers,
    saveIdentity: () => undefined,
    log: () => undefined,
  };
  try {
    const { world } = acquired;
    const doubt = await identityDoubt(holder, world, signal);
    if (doubt !== null) {
      throw refusedBy(doubt);
    }
    const begun = {
      ...stored,
      intentOf,
      compareIdentity(seen: readonly string[], target = stored.targets[0] ?? ''): void {
        const recorded = identity[target];
        const other = recorded === undefined ? null : doubtAbout(holder, { target, recorded, seen });
        if (other !== null) {
          stopRun(other);
        }
      },
    };
    return await previewPlan(engine, input, { world, signal, begun });
  } finally {
    await acquired.release();
  }
}
