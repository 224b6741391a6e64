import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { BeginRow as Row } from '../../clusters/BeginRow.tsx';
import { nodesRoom } from './room.ts';

/** The nodes of a cluster, and those of the practice cluster one click away. */
export function BeginRow(): ReactElement {
  const { t } = useTranslation('nodes');
  return (
    <Row
      room={nodesRoom}
      title={t('begin.title')}
      hint={t('begin.hint')}
      practice={t('begin.practice')}
      choose={t('begin.choose')}
    />
  );
}
