import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Connection } from '../../src-main/contract/connections.ts';
import { ObjectPage } from '../components/Page.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../components/State.tsx';
import type { ClusterRoom } from './room.ts';
import { useClusters } from './use-cluster.ts';

interface OfClusterProps {
  readonly room: ClusterRoom;
  /** The name of the connection, as the address has it. */
  readonly name: string;
  readonly page: (connection: Connection) => ReactElement;
}

/** A page of a cluster: of the connection that its address names. */
export function OfCluster({ room, name, page }: OfClusterProps): ReactElement {
  const { t } = useTranslation('clusters');
  const { clusters, refused } = useClusters(room);
  const connection = clusters?.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (connection !== undefined) {
    return page(connection);
  }
  return (
    <ObjectPage head={<PageHead title={name} />}>
      {refused === null ? null : <Failed title={t('failed')} error={refused} />}
      {clusters === null ? (
        refused === null ? (
          <Loading />
        ) : null
      ) : (
        <Empty title={t('choose.gone')} hint={t('choose.goneHint', { name })}>
          <Link href={room.to}>{t('choose.all')}</Link>
        </Empty>
      )}
    </ObjectPage>
  );
}
