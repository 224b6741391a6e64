import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../../src-main/contract/run.ts';
import { useClusters } from '../../../clusters/use-cluster.ts';
import type { StageLink } from '../../../components/PageHead.tsx';
import { workloadsRoom } from '../room.ts';

/** The list that a run's workloads were chosen in, where its cluster is still a connection, and the run. */
export function useRunStages({ id, subject }: RunRow): readonly StageLink[] {
  const { t } = useTranslation(['restart', 'common']);
  const { clusters } = useClusters(workloadsRoom);
  const isKnown = clusters?.some(({ name }) => name === subject.name) ?? false;
  return [
    { key: 'choose', title: t('stage.choose'), to: isKnown ? `/workloads/${subject.name}` : null },
    { key: 'preview', title: t('stage.preview'), to: null },
    { key: 'run', title: t('common:stages.run'), to: `/runs/${id}` },
  ];
}
