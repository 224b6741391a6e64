import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect } from 'wouter';
import type { Connection } from '../../src-main/contract/connections.ts';
import { Action } from '../components/Action.tsx';
import { ListPage } from '../components/Page.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../components/State.tsx';
import { clusterToOpen } from './cluster-to-open.ts';
import { addressIn, type ClusterRoom } from './room.ts';
import { useClusters } from './use-cluster.ts';
import { useOpenPractice } from './use-practice.ts';
import './clusters.css';

function None({ room }: { readonly room: ClusterRoom }): ReactElement {
  const { t } = useTranslation('clusters');
  const practice = useOpenPractice(room);
  return (
    <>
      <Empty title={t('choose.none')} hint={t('choose.noneHint')}>
        <Action kind="primary" requested={practice.isUnderWay} onAct={() => void practice.act()}>
          {t('choose.practice')}
        </Action>
        <Link href="/new-connection">{t('choose.add')}</Link>
      </Empty>
      {practice.error === null ? null : <Failed title={t('choose.failed')} error={practice.error} />}
    </>
  );
}

interface SeveralProps {
  readonly room: ClusterRoom;
  readonly clusters: readonly Connection[];
}

function Several({ room, clusters }: SeveralProps): ReactElement {
  const { t } = useTranslation('clusters');
  return (
    <section className="state" aria-label={t('choose.which')}>
      <p className="strong">{t('choose.which')}</p>
      <p className="quiet">{t('choose.whichHint')}</p>
      <ul className="clusters-several">
        {clusters.map(({ name, server }) => (
          <li key={name}>
            <Link className="strong" href={addressIn(room, name)}>
              {name}
            </Link>{' '}
            <span className="mono quiet">{server}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ChooseProps {
  readonly room: ClusterRoom;
  readonly title: string;
}

/** Leads to what is in the cluster that is meant, or asks which one. */
export function Choose({ room, title }: ChooseProps): ReactElement {
  const { t } = useTranslation('clusters');
  const { clusters, refused } = useClusters(room);
  const open = clusters === null ? null : clusterToOpen(clusters);
  if (open !== null) {
    return <Redirect replace to={addressIn(room, open.name)} />;
  }
  return (
    <ListPage head={<PageHead title={title} />}>
      {refused === null ? null : <Failed title={t('failed')} error={refused} />}
      {clusters === null ? (
        refused === null ? (
          <Loading />
        ) : null
      ) : clusters.length === 0 ? (
        <None room={room} />
      ) : (
        <Several room={room} clusters={clusters} />
      )}
    </ListPage>
  );
}
