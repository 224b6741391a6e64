import {
  allAgree,
  isMerePause,
  sleptCode,
  sleptFor,
  type Sleep,
  type SleepFacts,
  type SleepLookRow,
} from '../contract/after-sleep.ts';
import { sleepFactsSchema } from '../contract/after-sleep-schema.ts';
import { toErrorRecord } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { Choice, Question } from '../contract/run.ts';
import type { Text } from '../contract/text.ts';
import type { Asked, InterruptedStep, SleepLook, SleepSight } from './definition.ts';
import type { LiveRun } from './live-run.ts';
import type { RunModel } from './model.ts';
import { acquireOrAsk, waitFor } from './pick-up.ts';
import { identityDoubt } from './site-doubt.ts';
import { endHere } from './requests.ts';

export const openSleep = ({ questions }: RunModel): Question | null =>
  questions.find(({ step, code }) => step === undefined && code === sleptCode) ?? null;

const recheck: Choice = { id: 'recheck', title: { zh: '重新核对', en: 'Recheck' } };
const goOn: Choice = { id: 'continue', title: { zh: '继续执行', en: 'Continue' } };

const nothingSent: Text = {
  zh: '全部一致之前不会发送密码，也不会做任何修改。',
  en: 'No password is sent and nothing is changed until every check agrees.',
};

function textOf({ slept, looks }: SleepFacts): Text {
  const { zh, en } = sleptFor(slept.until - slept.from);
  const stopped = looks.find(({ state }) => state === 'differs');
  if (stopped !== undefined) {
    return {
      zh: `本机休眠了 ${zh}，核对停在「${stopped.title.zh}」：${stopped.found?.zh ?? ''}${nothingSent.zh}`,
      en: `This computer slept for ${en}. The check stopped at "${stopped.title.en}": ${stopped.found?.en ?? ''} ${nothingSent.en}`,
    };
  }
  if (allAgree({ looks })) {
    return {
      zh: `本机休眠了 ${zh}，核对一致。继续后先处理中断的步骤，再继续执行。`,
      en: `This computer slept for ${en}; every check agrees. Continue to handle the interrupted steps first, then the rest.`,
    };
  }
  return {
    zh: `本机休眠了 ${zh}，正在按顺序核对。${nothingSent.zh}`,
    en: `This computer slept for ${en}; the site is being checked in order. ${nothingSent.en}`,
  };
}

interface Shown {
  readonly facts: SleepFacts;
  /** Of what differs, for people: the recorded hosts beside those that answer. */
  readonly about?: Readonly<Record<string, Json>>;
  readonly choices?: readonly Choice[];
}

function questionOf({ facts, about = {}, choices = [] }: Shown): Question {
  return {
    id: `run/${sleptCode}`,
    reason: 'interrupted',
    code: sleptCode,
    text: textOf(facts),
    facts: { ...about, ...facts },
    choices: [...(allAgree(facts) ? [goOn] : []), recheck, ...choices, endHere],
  };
}

const notTaken = <World>({ key, title }: SleepLook<World>): SleepLookRow => ({
  key,
  title,
  state: 'pending',
  found: null,
  at: null,
  tookMs: null,
});

const storedFacts = (question: Question | null): SleepFacts | null =>
  sleepFactsSchema.safeParse(question?.facts).data ?? null;

/** Without the record nobody knows what was under way; going on treats that as after a crash, and looks at the identity first. */
const factsDamaged = (runId: string): Asked => ({
  reason: 'interrupted',
  code: 'not-acquired',
  text: {
    zh: `执行任务 ${runId} 存储的休眠核对记录已损坏，无法读取。请检查网线与地址后继续；继续时会先核对站点身份。`,
    en: `The stored check after sleep of run ${runId} is damaged and cannot be read. Check the cabling and the address, then continue; the site identity is verified first.`,
  },
  facts: { error: 'RECORD_DAMAGED' },
  choices: [goOn, endHere],
});

/** What a run asks from the moment its machine is awake; a sleep within the looks lengthens the one before. */
export function askAfterSleep<Input, World>(run: LiveRun<Input, World>, sleep: Sleep): Question {
  const before = storedFacts(openSleep(run.model));
  const running = [...run.model.steps.values()].filter(({ state }) => state === 'running');
  const facts: SleepFacts = {
    slept: { from: before?.slept.from ?? sleep.from, until: sleep.until },
    looks: run.engine.looksAfterSleep(run.input).map(notTaken),
    during: [
      ...(before?.during ?? []),
      ...running.map(({ key }) => ({ step: key, then: run.definition(key).onCrash })),
    ],
  };
  return questionOf({ facts });
}

function interruptedSteps<Input, World>(run: LiveRun<Input, World>): readonly InterruptedStep[] {
  return [...run.model.steps.values()]
    .filter(({ state }) => state === 'unknown')
    .map(({ key }) => ({ key, intent: run.ports.store.lastIntent(run.runId, key) }));
}

/** Shows how the looks stand; false when nobody asks for them any more. */
function show<Input, World>(run: LiveRun<Input, World>, shown: Shown): Promise<boolean> {
  return run.recordFrom((model) =>
    openSleep(model) === null ? [] : [{ type: 'question-changed', question: questionOf(shown) }],
  );
}

/**
 * Takes the looks in their order, each only when those before it agree, and shows how they stand. Changes nothing on the
 * site. When all agree the run waits to be told to go on, after a mere pause it goes on by itself.
 */
export async function lookAfterSleep<Input, World>(
  run: LiveRun<Input, World>,
  signal: AbortSignal,
): Promise<void> {
  const question = openSleep(run.model);
  if (question === null) {
    return;
  }
  const asked = storedFacts(question);
  if (asked === null) {
    return waitFor(run, factsDamaged(run.runId), signal);
  }
  const looks = run.engine.looksAfterSleep(run.input);
  let facts: SleepFacts = { slept: asked.slept, during: asked.during, looks: looks.map(notTaken) };
  if (!(await show(run, { facts }))) {
    return;
  }
  const acquired = await acquireOrAsk(run, signal);
  if ('asks' in acquired) {
    return waitFor(run, acquired.asks, signal);
  }
  const put = (key: string, row: Partial<SleepLookRow>): void => {
    facts = { ...facts, looks: facts.looks.map((each) => (each.key === key ? { ...each, ...row } : each)) };
  };
  try {
    for (const look of looks) {
      const began = run.ports.clock.elapsed();
      put(look.key, { state: 'looking', at: run.ports.clock.now() });
      if (!(await show(run, { facts }))) {
        return;
      }
      const sight = await sightOf(run, { look, world: acquired.world, signal });
      // Canceled, or asleep again: what was seen belongs to a question that is not asked any more.
      if (signal.aborted) {
        return;
      }
      const tookMs = Math.round(run.ports.clock.elapsed() - began);
      put(look.key, { state: sight.verdict, found: sight.found, tookMs });
      if (sight.verdict === 'differs') {
        const { facts: about, choices } = sight;
        await show(run, {
          facts,
          ...(about === undefined ? {} : { about }),
          ...(choices === undefined ? {} : { choices }),
        });
        return;
      }
    }
    await agree(run, facts);
  } finally {
    await acquired.release();
  }
}

async function agree<Input, World>(run: LiveRun<Input, World>, facts: SleepFacts): Promise<void> {
  const goOnByItself = (): Promise<boolean> =>
    run.recordFrom((model) => {
      const question = openSleep(model);
      return question === null ? [] : [{ type: 'answered', questionId: question.id }];
    });
  const isStillAsked = isMerePause(facts.slept) ? await goOnByItself() : await show(run, { facts });
  if (isStillAsked) {
    run.log({ level: 'info', step: null, message: textOf(facts), facts: { status: 'awake' } });
  }
}

interface Looking<World> {
  readonly look: SleepLook<World>;
  readonly world: World;
  readonly signal: AbortSignal;
}

async function sightOf<Input, World>(
  run: LiveRun<Input, World>,
  { look, world, signal }: Looking<World>,
): Promise<SleepSight> {
  try {
    return await look.look({
      world,
      signal,
      interrupted: interruptedSteps(run),
      journal: run.journal(),
      async compareIdentity() {
        const doubt = await identityDoubt(run, world, signal);
        if (doubt === null) {
          return null;
        }
        const choices = doubt.choices.filter(({ id }) => id === 'same-site');
        return {
          verdict: 'differs',
          found: doubt.text,
          choices,
          ...(doubt.facts === undefined ? {} : { facts: doubt.facts }),
        };
      },
    });
  } catch (thrown) {
    const { code, message } = toErrorRecord(thrown);
    return { verdict: 'differs', found: message, facts: { error: code } };
  }
}
