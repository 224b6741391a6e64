import { useState } from 'react';
import { useTopicState } from '../../sync/rows.ts';
import { useRuns } from '../../sync/runs.ts';

export interface Listed {
  /** It is not in the list of runs, which has been heard. */
  readonly isMissing: boolean;
  /** It was in it when the page was opened. */
  readonly isDeleted: boolean;
}

export function useListed(id: string): Listed {
  const hasHeard = useTopicState('index', ({ heardAt }) => heardAt !== null);
  const isListed = useRuns((runs) => runs.has(id));
  const [seen, setSeen] = useState<string | null>(null);
  if (isListed && seen !== id) {
    setSeen(id);
  }
  const isMissing = hasHeard && !isListed;
  return { isMissing, isDeleted: isMissing && seen === id };
}
