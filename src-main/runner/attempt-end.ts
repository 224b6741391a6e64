/** The end of an attempt: as an event of its run, as a row, and as a line of the log. */
import type { ErrorRecord } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { StepFailure } from '../contract/run.ts';
import type { Text } from '../contract/text.ts';
import type { LiveRun } from './live-run.ts';
import type { RunEvent } from './model.ts';
import type { RunTransaction } from './ports.ts';
import { whyStays } from './reversibility.ts';
import { toQuestion } from './shape.ts';
import type { Gathered } from './step-context.ts';
import { storedIntent, type StoredIntent } from './stored.ts';
import type { AttemptOutcome } from './step-execution.ts';

export interface Ended {
  readonly key: string;
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  readonly gathered: Gathered;
}

/** What the end of a series means for the run. */
export function eventsOf<Input, World>(
  run: LiveRun<Input, World>,
  { key, attempt, outcome }: Ended,
  stoppedBecause: StepFailure['stoppedBecause'],
): readonly RunEvent[] {
  switch (outcome.type) {
    case 'succeeded':
      return [succeeded(run, key, outcome)];
    case 'asked':
      return [{ type: 'asked', question: toQuestion(key, outcome.question) }];
    case 'withdrawn':
      return [
        { type: 'step-withdrawn', key },
        { type: 'asked', question: toQuestion(null, outcome.question) },
      ];
    case 'canceled':
      return [{ type: 'step-canceled', key, because: outcome.because ?? undefined }];
    case 'interrupted':
      return [{ type: 'step-interrupted', key }];
    case 'skipped':
      return [{ type: 'step-left-out', key, because: outcome.found, dependents: outcome.dependents }];
    case 'failed':
      return [
        {
          type: 'step-failed',
          key,
          failure: { ...failureOf(outcome.error), attempt, at: run.ports.clock.now(), stoppedBecause },
        },
      ];
  }
}

function succeeded<Input, World>(
  run: LiveRun<Input, World>,
  key: string,
  { changed, output }: AttemptOutcome & { readonly type: 'succeeded' },
): RunEvent {
  if (changed !== true) {
    return { type: 'step-succeeded', key, changed };
  }
  const definition = run.definition(key);
  const { undo } = definition;
  const { store } = run.ports;
  const intent =
    undo === 'none' || undo.impossible === undefined
      ? null
      : readable(storedIntent(store, run.runId, definition));
  const isFinal = whyStays(definition, { intent, output, isLeftOpen: false }) !== null;
  return { type: 'step-succeeded', key, changed, isFinal };
}

/** What cannot be read is told by who needs it, such as the undo. */
function readable(stored: StoredIntent | null): Json | null {
  try {
    return stored?.() ?? null;
  } catch {
    return null;
  }
}

function failureOf(error: ErrorRecord): Pick<StepFailure, 'code' | 'category' | 'message' | 'data'> {
  const data = Object.entries(error.data).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[name, typeof value === 'object' && value !== null ? [...value] : value] as const],
  );
  return {
    code: error.code,
    category: error.category,
    message: error.message,
    data: Object.fromEntries(data),
  };
}

/** Keeps the attempt with what it came to. */
export function writeEnd<Input, World>(tx: RunTransaction, run: LiveRun<Input, World>, ended: Ended): void {
  const { key, attempt, outcome, gathered } = ended;
  tx.endAttempt(run.runId, key, {
    number: attempt,
    endedAt: run.ports.clock.now(),
    outcome: outcome.type,
    found: outcome.type === 'asked' || outcome.type === 'withdrawn' ? null : outcome.found,
    output: outcome.type === 'succeeded' || outcome.type === 'failed' ? (outcome.output ?? null) : null,
    error: 'error' in outcome && outcome.error !== null ? failureOf(outcome.error) : null,
    evidence: gathered.evidence,
    progress: gathered.progress,
  });
}

const words = {
  done: { zh: '完成', en: 'Done' },
  canceled: { zh: '已取消', en: 'Canceled' },
  interrupted: { zh: '本机休眠，已中断', en: 'Interrupted: this computer slept' },
} as const satisfies Record<string, Text>;

export function logEnd<Input, World>(run: LiveRun<Input, World>, { key, attempt, outcome }: Ended): void {
  const about = { action: key, attempt };
  switch (outcome.type) {
    case 'succeeded': {
      const facts = { ...about, status: 'ok', changed: outcome.changed };
      run.log({ level: 'info', step: key, message: outcome.message ?? words.done, facts });
      return;
    }
    case 'failed': {
      const { code, message } = outcome.error;
      const warns = run.model.steps.get(key)?.onFailure === 'warn';
      const facts = { ...about, status: warns ? 'warning' : 'failed', code, error: message.en };
      run.log({ level: warns ? 'warn' : 'error', step: key, message, facts });
      return;
    }
    case 'skipped': {
      run.log({ level: 'info', step: key, message: outcome.found, facts: { ...about, status: 'skipped' } });
      return;
    }
    case 'canceled':
    case 'interrupted': {
      const { type } = outcome;
      run.log({ level: 'info', step: key, message: words[type], facts: { ...about, status: type } });
      return;
    }
    case 'asked':
    case 'withdrawn': {
      const { code, text } = outcome.question;
      run.log({ level: 'warn', step: key, message: text, facts: { ...about, status: 'asked', code } });
    }
  }
}
