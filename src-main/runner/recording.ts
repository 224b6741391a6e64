/** What people say and change, written with what it does to the run. */
import { sleptCode } from '../contract/after-sleep.ts';
import type { Intervention, Question } from '../contract/run.ts';
import { verbatim } from '../contract/text.ts';
import type { LiveRun } from './live-run.ts';
import type { RunEvent } from './model.ts';
import type { RunTransaction } from './ports.ts';
import { looksAgain, type AnswerRequest, type RetryRequest } from './requests.ts';

type AnyRun = LiveRun<unknown, unknown>;

/** Writes the answer and closes its question, unless that has something looked at again; an answer that comes with a new input has the run planned anew. */
export async function recordAnswer(live: AnyRun, question: Question, request: AnswerRequest): Promise<void> {
  const { runId, choice, value, reason, by, anew } = request;
  const at = live.ports.clock.now();
  const step = question.step ?? null;
  const answer = { step, code: question.code, choice, value, reason, facts: question.facts ?? {}, at };
  // In words too: a report says what was asked and chosen when nobody asks it any more.
  const title = question.choices.find(({ id }) => id === choice)?.title ?? verbatim(choice);
  const detail = { code: question.code, choice, question: question.text, title };
  const stays = question.code === sleptCode && looksAgain.has(choice);
  const events: RunEvent[] = stays ? [] : [{ type: 'answered', questionId: question.id }];
  const input = anew === undefined ? live.input : live.engine.parseInput(anew.input);
  if (anew !== undefined) {
    events.push({ type: 'planned-anew', plan: { steps: live.shapesFor(input), changed: anew.changed } });
  }
  const also = (tx: RunTransaction): void => {
    tx.saveAnswer(runId, question, answer);
    if (anew !== undefined) {
      tx.saveInput(runId, anew.input, live.about(input));
    }
    tx.addIntervention({ runId, step, kind: 'answer', reason, detail, by, at });
  };
  await live.record(events, also, { by, input });
  live.addAnswer(answer);
}

interface EditedInput {
  readonly input: unknown;
  readonly interventions: readonly Intervention[];
}

/** The run's input with the edits of a retry, and each edit as it is recorded; nothing is changed yet. */
export function editedInput(live: AnyRun, { edits, by, reason = null }: RetryRequest): EditedInput {
  const at = live.ports.clock.now();
  let { input } = live;
  const interventions = edits.map(({ key, value }): Intervention => {
    const edited = live.engine.edit(input, key, value);
    input = edited.input;
    const detail = { key, before: edited.before, after: value };
    return { runId: live.runId, step: null, kind: 'edit', reason, detail, by, at };
  });
  return { input, interventions };
}
