import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../src-main/contract/run.ts';
import type { StageLink } from '../../components/PageHead.tsx';
import { engineOf, type RunFrame } from '../../engine-pages.ts';

const none: RunFrame['useStages'] = () => [];

/** The stages of a run, as its engine says. A run that takes another one back has none but itself: the others are that one's. */
export function useRunStages(run: RunRow): readonly StageLink[] {
  const { t } = useTranslation();
  const { useStages } = engineOf(run.kind)?.runFrame ?? { useStages: none };
  // The page of a run is made anew for another one, so that its engine stays the same.
  const stages = useStages(run);
  return run.revertsRunId === null && stages.length > 0
    ? stages
    : [{ key: 'run', title: t('stages.run'), to: `/runs/${run.id}` }];
}
