import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Choose as ChooseCluster } from '../../../clusters/Choose.tsx';
import { nodesRoom } from '../room.ts';

/** Leads to the nodes of the cluster that is meant, or asks which one. */
export function Choose(): ReactElement {
  const { t } = useTranslation('nodes');
  return <ChooseCluster room={nodesRoom} title={t('title')} />;
}
