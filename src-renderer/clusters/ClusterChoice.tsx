import { Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { addressIn, type ClusterRoom } from './room.ts';
import { useClusters } from './use-cluster.ts';
import './clusters.css';

interface ClusterChoiceProps {
  readonly room: ClusterRoom;
  /** Of the connection that is shown. */
  readonly name: string;
}

/** Which cluster is looked at, where there are several. */
export function ClusterChoice({ room, name }: ClusterChoiceProps): ReactElement | null {
  const { t } = useTranslation('clusters');
  const [, go] = useLocation();
  const clusters = useClusters(room).clusters ?? [];
  return clusters.length < 2 ? null : (
    <Select
      size="small"
      className="clusters-choice"
      popupMatchSelectWidth={false}
      aria-label={t('cluster')}
      value={name}
      onChange={(chosen) => go(addressIn(room, chosen))}
      options={clusters.map((cluster) => ({ value: cluster.name, label: cluster.name }))}
    />
  );
}
