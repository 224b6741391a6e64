import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../../src-main/contract/run.ts';
import { addressIn } from '../../../clusters/room.ts';
import { useClusters } from '../../../clusters/use-cluster.ts';
import type { StageLink } from '../../../components/PageHead.tsx';
import { nodesRoom } from '../room.ts';

/** The list that a run's nodes were chosen in, where its cluster is still a connection, and the run. */
export function useRunStages({ id, subject }: RunRow): readonly StageLink[] {
  const { t } = useTranslation(['nodes', 'common']);
  const { clusters } = useClusters(nodesRoom);
  const isKnown = clusters?.some(({ name }) => name === subject.name) ?? false;
  return [
    { key: 'choose', title: t('stage.choose'), to: isKnown ? addressIn(nodesRoom, subject.name) : null },
    { key: 'run', title: t('common:stages.run'), to: `/runs/${id}` },
  ];
}
