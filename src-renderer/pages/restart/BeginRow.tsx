import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { BeginRow as Row } from '../../clusters/BeginRow.tsx';
import { workloadsRoom } from './room.ts';

/** The workloads of a cluster, and those of the practice cluster one click away. */
export function BeginRow(): ReactElement {
  const { t } = useTranslation('restart');
  return (
    <Row
      room={workloadsRoom}
      title={t('begin.title')}
      hint={t('begin.hint')}
      practice={t('begin.practice')}
      choose={t('begin.choose')}
    />
  );
}
