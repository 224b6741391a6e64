import { useState } from 'react';
import type { Choice, Question } from '../../../src-main/contract/run.ts';
import type { AppClient } from '../../../src-main/api/wire/client.ts';
import {
  pairingFactsOf,
  pairsAsText,
  pairsMiss,
  proposedPairs,
  type PairingFacts,
  type Pairs,
} from './pairing-answer.ts';

/** What is still to be given before the answer can be. */
export type Missing = 'reason' | 'value' | 'pairOpen' | 'pairTwice';

export interface AnswerDraft {
  readonly choice: string;
  readonly chosen: Choice | undefined;
  readonly reason: string;
  readonly value: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** The hosts to be paired, where the question is about them. */
  readonly pairing: PairingFacts | null;
  readonly pairs: Pairs;
  readonly missing: Missing | null;
  readonly choose: (choice: string) => void;
  readonly setReason: (reason: string) => void;
  readonly setValue: (value: string) => void;
  readonly setSecrets: (secrets: Readonly<Record<string, string>>) => void;
  readonly setPairs: (pairs: Pairs) => void;
  readonly give: (client: AppClient, run: string) => Promise<unknown>;
}

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

type Given = Pick<AnswerDraft, 'chosen' | 'reason' | 'value' | 'pairing' | 'pairs'>;

function missingFor({ chosen, reason, value, pairing, pairs }: Given): Missing | null {
  if (chosen?.needsReason === true && textOrNull(reason) === null) {
    return 'reason';
  }
  if (chosen?.needsValue !== true) {
    return null;
  }
  if (pairing === null) {
    return textOrNull(value) === null ? 'value' : null;
  }
  const amiss = pairsMiss(pairing, pairs);
  return amiss === null ? null : amiss === 'open' ? 'pairOpen' : 'pairTwice';
}

/** An answer as it is put together. Nothing is sent before it is given. */
export function useAnswerDraft(question: Question): AnswerDraft {
  const [choice, choose] = useState(question.choices[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const [value, setValue] = useState('');
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const pairing = pairingFactsOf(question);
  const [pairs, setPairs] = useState<Pairs>(pairing === null ? {} : proposedPairs(pairing));
  const chosen = question.choices.find(({ id }) => id === choice);
  const given = { chosen, reason, value, pairing, pairs };
  return {
    ...given,
    choice,
    secrets,
    missing: missingFor(given),
    choose,
    setReason,
    setValue,
    setSecrets,
    setPairs,
    give(client, run) {
      const kept = Object.entries(secrets)
        .filter(([, secret]) => secret !== '')
        .map(([key, secret]) => ({ key, value: secret }));
      // Secrets go with a retry, which answers the question by itself.
      if (kept.length > 0 && choice !== 'end') {
        return client.runs.retry({ run, steps: null, edits: [], secrets: kept });
      }
      const said = pairing === null ? value : pairsAsText(pairs);
      const asks = chosen?.needsValue === true ? textOrNull(said) : null;
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
