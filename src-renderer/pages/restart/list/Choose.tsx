import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Choose as ChooseCluster } from '../../../clusters/Choose.tsx';
import { workloadsRoom } from '../room.ts';

/** Leads to the workloads of the cluster that is meant, or asks which one. */
export function Choose(): ReactElement {
  const { t } = useTranslation('restart');
  return <ChooseCluster room={workloadsRoom} title={t('title')} />;
}
