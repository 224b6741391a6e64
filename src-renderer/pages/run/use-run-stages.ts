import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../src-main/contract/run.ts';
import type { StageLink } from '../../components/PageHead.tsx';
import { engineOf, type RunFrame } from '../../engine-pages.ts';

const none: RunFrame['useStages'] = () => [];

/** The stages of a run, as its engine says; without a word of it the run and its report. A run that takes another one back has none but itself: the others are that one's. */
export function useRunStages(run: RunRow): readonly StageLink[] {
  const { t } = useTranslation();
  const { useStages } = engineOf(run.kind)?.runFrame ?? { useStages: none };
  // The page of a run is made anew for another one, so that its engine stays the same.
  const stages = useStages(run);
  if (run.revertsRunId === null && stages.length > 0) {
    return stages;
  }
  const own: StageLink = { key: 'run', title: t('stages.run'), to: `/runs/${run.id}` };
  const to = run.endedAt === null ? null : `/runs/${run.id}/report`;
  return run.hasReport ? [own, { key: 'report', title: t('stages.report'), to }] : [own];
}
