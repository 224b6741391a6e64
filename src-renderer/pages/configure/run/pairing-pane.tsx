import type { Question } from '../../../../src-main/contract/run.ts';
import type { QuestionPane } from '../../../engine-pages.ts';
import { PairingFields } from './PairingFields.tsx';
import { pairingFactsOf, pairsAsText, pairsIn, pairsMiss, proposedPairs } from './pairing-answer.ts';

const missingKeys = { open: 'configure:pairing.open', twice: 'configure:pairing.twice' } as const;

/** Which scanned host is which of the plan. */
export function pairingPane(question: Question): QuestionPane | null {
  const facts = pairingFactsOf(question);
  if (facts === null) {
    return null;
  }
  return {
    first: pairsAsText(proposedPairs(facts)),
    missing(value) {
      const amiss = pairsMiss(facts, pairsIn(value));
      return amiss === null ? null : missingKeys[amiss];
    },
    fields: (value, onChange) => (
      <PairingFields
        facts={facts}
        pairs={pairsIn(value)}
        onChange={(pairs) => onChange(pairsAsText(pairs))}
      />
    ),
  };
}
