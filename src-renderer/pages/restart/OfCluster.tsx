import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Connection } from '../../../src-main/contract/connections.ts';
import { ObjectPage } from '../../components/Page.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { useClusters } from './use-cluster.ts';

interface OfClusterProps {
  /** The name of the connection, as the address has it. */
  readonly name: string;
  readonly page: (connection: Connection) => ReactElement;
}

/** A page of a cluster: of the connection that its address names. */
export function OfCluster({ name, page }: OfClusterProps): ReactElement {
  const { t } = useTranslation('restart');
  const { clusters, refused } = useClusters();
  const connection = clusters?.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (connection !== undefined) {
    return page(connection);
  }
  return (
    <ObjectPage head={<PageHead title={t('title')} />}>
      {refused === null ? null : <Failed title={t('failed')} error={refused} />}
      {clusters === null ? (
        refused === null ? (
          <Loading />
        ) : null
      ) : (
        <Empty title={t('choose.gone')} hint={t('choose.goneHint', { name })}>
          <Link href="/workloads">{t('choose.all')}</Link>
        </Empty>
      )}
    </ObjectPage>
  );
}
