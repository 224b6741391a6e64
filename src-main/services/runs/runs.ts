import type { Application } from '../../api/application.ts';
import { AppError } from '../../contract/errors.ts';
import type { Json } from '../../contract/json.ts';
import type { Text } from '../../contract/text.ts';
import type { EditCheck, RunEdit } from '../../contract/run-edits.ts';
import { isSettled } from '../../runner/model.ts';
import type { StoredRun } from '../../runner/ports.ts';
import { originOf } from '../../runner/revert.ts';
import type { EngineService } from '../engine-service.ts';
import type { OpenHome } from '../open-home.ts';
import { createRunReading } from './reading.ts';
import { createLogReading } from './run-logs.ts';
import { openQuestion } from './run-views.ts';

type Runs = Application['runs'];

const notWaitedFor = (run: string): Text => ({
  zh: `已停止等待执行任务 ${run}；任务继续执行。`,
  en: `Stopped waiting for run ${run}; the run continues.`,
});

/** Runs of all engines, for the owner of their home. */
export function createRuns(home: OpenHome, engines: readonly EngineService[]): Omit<Runs, 'remove'> {
  return {
    ...createRunReading(home.views),
    ...createLogReading({ reader: home.reader, logs: home.services.logs }),
    ...createOrders(home, engines),
    ...createDecisions(home, engines),
    async settled({ run, steps }, { signal }) {
      const early = Promise.withResolvers<void>();
      const abort = (): void => early.reject(new AppError('CANCELED', notWaitedFor(run)));
      const look = (): void => {
        try {
          if (steps !== undefined && areSettled(home.views.steps(run), steps)) {
            early.resolve();
          }
        } catch (thrown) {
          // Called after a commit, where nobody could catch it.
          early.reject(thrown);
        }
      };
      signal.addEventListener('abort', abort, { once: true });
      const stop = home.onCommit(look);
      try {
        if (signal.aborted) {
          abort();
        }
        look();
        await Promise.race([home.runner.settled(run), early.promise]);
      } finally {
        stop();
        signal.removeEventListener('abort', abort);
      }
      return home.views.show(run);
    },
  };
}

/** Whether the run has all of these steps, each ended in some way. */
function areSettled(rows: ReturnType<OpenHome['views']['steps']>, keys: readonly string[]): boolean {
  const settled = new Set(rows.filter(({ state }) => isSettled(state)).map(({ key }) => key));
  return keys.every((key) => settled.has(key));
}

function serviceOf(engines: readonly EngineService[], kind: string): EngineService {
  const found = engines.find(({ engine }) => engine.kind === kind);
  if (found !== undefined) {
    return found;
  }
  const known = engines.map(({ engine }) => engine.kind);
  throw new AppError(
    'INPUT_INVALID',
    {
      zh: `没有名为 ${kind} 的功能；可用的有：${known.join('、')}。`,
      en: `There is no engine ${kind}. Available: ${known.join(', ')}.`,
    },
    { data: { kind } },
  );
}

/** From what is asked of an engine to a preview, a check or a run. */
function createOrders(
  { runner }: OpenHome,
  engines: readonly EngineService[],
): Pick<Runs, 'preview' | 'preflight' | 'start'> {
  return {
    async preview(asked, call) {
      if ('run' in asked) {
        return runner.preview({ run: asked.run }, { mayLogIn: asked.tryLogins, signal: call.signal });
      }
      const { kind, order } = asked;
      const service = serviceOf(engines, kind);
      const { input, mayLogIn } = await service.order(order, call);
      return runner.preview({ kind, input }, { mayLogIn, signal: call.signal });
    },
    async preflight({ kind, order }, call) {
      return (await serviceOf(engines, kind).preflight?.(order, call)) ?? [];
    },
    async start({ kind, order, confirmed }, call) {
      const { input, started } = await serviceOf(engines, kind).order(order, call);
      const run = await runner.start({ kind, input, confirmed, by: call.caller.by });
      await started?.();
      return run;
    },
  };
}

/** What people decide about runs and their steps. */
function createDecisions(
  { runner, views }: OpenHome,
  engines: readonly EngineService[],
): Pick<
  Runs,
  | 'checkEdits'
  | 'retry'
  | 'revert'
  | 'recheck'
  | 'cancel'
  | 'answer'
  | 'skip'
  | 'markDone'
  | 'existing'
  | 'adopt'
> {
  /** The engine of a run and what it was asked for; a run that takes another one back has that one's. */
  const origin = (run: string): { readonly service: EngineService; readonly input: Json } => {
    const { kind, input } = originOf(views.load(run));
    return { service: serviceOf(engines, kind), input };
  };
  /** A run that takes another one back has no values of its own. */
  const editsOf = (kind: string): EngineService['edits'] =>
    engines.find(({ engine }) => engine.kind === kind)?.edits;
  const checked = async ({ kind, input }: StoredRun, edits: readonly RunEdit[]): Promise<EditCheck> =>
    (await editsOf(kind)?.check(input, edits)) ?? unlooked;
  return {
    async checkEdits({ run, edits }) {
      return checked(views.load(run), edits);
    },
    async retry({ run, steps, edits, secrets, reason, keep }, call) {
      const { by } = call.caller;
      const before = views.load(run);
      const check = edits.length === 0 ? unlooked : await checked(before, edits);
      requireNoErrors(check);
      if (secrets.length > 0) {
        const { service, input } = origin(run);
        if (service.giveSecrets === undefined) {
          throw takesNoSecrets(run);
        }
        service.giveSecrets(input, secrets);
      }
      await runner.retry({ runId: run, steps, edits, reason, by });
      const kept = edits.filter(({ key }) => keep && check.places.some((place) => place.key === key));
      if (kept.length > 0) {
        await editsOf(before.kind)?.keep(before.input, kept, { reason, call });
      }
    },
    revert: ({ run }, { caller }) => runner.revert(run, caller.by),
    recheck: ({ run }, { caller, signal }) => runner.recheck(run, caller.by, signal),
    cancel: ({ run }, { caller }) => runner.cancel(run, caller.by),
    async answer({ run, question, ...answer }, { caller }) {
      const asked = openQuestion(views.load(run).model);
      const { service, input } = origin(run);
      const anew = asked === null ? undefined : await service.replanned?.(input, asked, answer.choice);
      const request = { runId: run, questionId: question, ...answer, by: caller.by };
      await runner.answer(anew === undefined ? request : { ...request, anew });
    },
    skip: ({ run, ...decision }, { caller }) => runner.skip({ runId: run, ...decision, by: caller.by }),
    markDone: ({ run, ...decision }, { caller }) =>
      runner.markDone({ runId: run, ...decision, by: caller.by }),
    existing: ({ run, step }, { signal }) => runner.existing(run, step, signal),
    adopt: ({ run, ...decision }, { caller, signal }) =>
      runner.adopt({ runId: run, ...decision, by: caller.by }, signal),
  };
}

/** Of an engine that checks edits by their form alone, as it takes them. */
const unlooked: EditCheck = { findings: [], places: [], unchecked: null };

function requireNoErrors({ findings }: EditCheck): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) {
    return;
  }
  const said = (language: 'zh' | 'en', between: string): string =>
    errors.map(({ place, message }) => `${place} ${message[language]}`).join(between);
  const text = {
    zh: `修改后的值有问题，未重试：${said('zh', '；')}。请修正后重试。`,
    en: `Nothing was retried because of the new values: ${said('en', '; ')}. Correct them, then retry.`,
  };
  throw new AppError('INPUT_INVALID', text, { data: { places: errors.map(({ place }) => place) } });
}

const takesNoSecrets = (run: string): AppError =>
  new AppError('USAGE', {
    zh: `执行任务 ${run} 不需要密码；请去掉提供的密码后重试。`,
    en: `Run ${run} takes no secrets. Retry without them.`,
  });
