import { useCallback, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { rolloutStateWords, type RolloutState } from '../../../src-main/contract/restart-names.ts';
import type { WorkloadRow } from '../../../src-main/contract/restart.ts';
import type { GlyphName } from '../../components/Glyph.tsx';
import { Status } from '../../components/Status.tsx';
import { useWords } from '../../words/language.ts';

const glyphs: Readonly<Record<RolloutState, GlyphName>> = {
  rolledOut: 'unchanged',
  progressing: 'running',
  stuck: 'failed',
  annotatedOnly: 'warning',
  reverted: 'warning',
  superseded: 'canceled',
  notStarted: 'pending',
};

export function RolloutStatus({ state }: { readonly state: RolloutState }): ReactElement {
  const words = useWords();
  return <Status glyph={glyphs[state]}>{words(rolloutStateWords[state])}</Status>;
}

/** How a workload stands: one that is paused does not roll, and a CronJob has nothing that does. */
export type Standing = RolloutState | 'paused' | 'suspended' | 'scheduled';

export function standingOf({
  kind,
  paused,
  state,
}: Pick<WorkloadRow, 'kind' | 'paused' | 'state'>): Standing {
  if (kind === 'cronjob') {
    return paused ? 'suspended' : 'scheduled';
  }
  return paused ? 'paused' : state;
}

const isRollout = (standing: Standing): standing is RolloutState => standing in rolloutStateWords;

export function useStandingWords(): (standing: Standing) => string {
  const { t } = useTranslation('restart');
  const words = useWords();
  return useCallback(
    (standing) => {
      if (isRollout(standing)) {
        return words(rolloutStateWords[standing]);
      }
      const said = { paused: t('paused'), suspended: t('suspended'), scheduled: t('scheduled') };
      return said[standing];
    },
    [t, words],
  );
}

export function WorkloadStatus({
  workload,
}: {
  readonly workload: Pick<WorkloadRow, 'kind' | 'paused' | 'state'>;
}): ReactElement {
  const wordsOf = useStandingWords();
  const standing = standingOf(workload);
  if (isRollout(standing)) {
    return <RolloutStatus state={standing} />;
  }
  return standing === 'scheduled' ? (
    <span className="quiet">{wordsOf(standing)}</span>
  ) : (
    <Status glyph="waiting">{wordsOf(standing)}</Status>
  );
}
