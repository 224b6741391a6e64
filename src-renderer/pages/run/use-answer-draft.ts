import { useState } from 'react';
import type { Choice, Question } from '../../../src-main/contract/run.ts';
import type { AppClient } from '../../../src-main/api/wire/client.ts';
import type { QuestionPane } from '../../engine-pages.ts';

/** The key of what is still to be given before the answer can be. */
type Missing = string;

export interface AnswerDraft {
  readonly choice: string;
  readonly chosen: Choice | undefined;
  readonly reason: string;
  readonly value: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly missing: Missing | null;
  readonly choose: (choice: string) => void;
  readonly setReason: (reason: string) => void;
  readonly setValue: (value: string) => void;
  readonly setSecrets: (secrets: Readonly<Record<string, string>>) => void;
  readonly give: (client: AppClient, run: string) => Promise<unknown>;
}

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

type Given = Pick<AnswerDraft, 'chosen' | 'reason' | 'value'>;

function missingFor({ chosen, reason, value }: Given, pane: QuestionPane | null): Missing | null {
  if (chosen?.needsReason === true && textOrNull(reason) === null) {
    return 'run:decide.reasonMissing';
  }
  if (chosen?.needsValue !== true) {
    return null;
  }
  if (pane !== null) {
    return pane.missing(value);
  }
  return textOrNull(value) === null ? 'run:question.valueMissing' : null;
}

/** An answer as it is put together, in the engine's own pane where it has one. Nothing is sent before it is given. */
export function useAnswerDraft(question: Question, pane: QuestionPane | null): AnswerDraft {
  const [choice, choose] = useState(question.choices[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const [value, setValue] = useState(() => pane?.first ?? '');
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const chosen = question.choices.find(({ id }) => id === choice);
  const given = { chosen, reason, value };
  return {
    ...given,
    choice,
    secrets,
    missing: missingFor(given, pane),
    choose,
    setReason,
    setValue,
    setSecrets,
    give(client, run) {
      const kept = Object.entries(secrets)
        .filter(([, secret]) => secret !== '')
        .map(([key, secret]) => ({ key, value: secret }));
      // Secrets go with a retry, which answers the question by itself.
      if (kept.length > 0 && choice !== 'end') {
        return client.runs.retry({ run, steps: null, edits: [], secrets: kept });
      }
      const asks = chosen?.needsValue === true ? textOrNull(value) : null;
      return client.runs.answer({
        run,
        question: question.id,
        choice,
        reason: textOrNull(reason),
        value: asks,
      });
    },
  };
}
