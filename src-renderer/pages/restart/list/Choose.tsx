import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect } from 'wouter';
import type { Connection } from '../../../../src-main/contract/connections.ts';
import { Action } from '../../../components/Action.tsx';
import { ListPage } from '../../../components/Page.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../../../components/State.tsx';
import { clusterToOpen } from '../cluster-to-open.ts';
import { useClusters } from '../use-cluster.ts';
import { useOpenPractice } from '../use-practice.ts';
import '../restart.css';

function None(): ReactElement {
  const { t } = useTranslation('restart');
  const practice = useOpenPractice();
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

function Several({ clusters }: { readonly clusters: readonly Connection[] }): ReactElement {
  const { t } = useTranslation('restart');
  return (
    <section className="state" aria-label={t('choose.which')}>
      <p className="strong">{t('choose.which')}</p>
      <p className="quiet">{t('choose.whichHint')}</p>
      <ul className="workloads-clusters">
        {clusters.map(({ name, server }) => (
          <li key={name}>
            <Link className="strong" href={`/workloads/${name}`}>
              {name}
            </Link>{' '}
            <span className="mono quiet">{server}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Leads to the workloads of the cluster that is meant, or asks which one. */
export function Choose(): ReactElement {
  const { t } = useTranslation('restart');
  const { clusters, refused } = useClusters();
  const open = clusters === null ? null : clusterToOpen(clusters);
  if (open !== null) {
    return <Redirect replace to={`/workloads/${open.name}`} />;
  }
  return (
    <ListPage head={<PageHead title={t('title')} />}>
      {refused === null ? null : <Failed title={t('failed')} error={refused} />}
      {clusters === null ? (
        refused === null ? (
          <Loading />
        ) : null
      ) : clusters.length === 0 ? (
        <None />
      ) : (
        <Several clusters={clusters} />
      )}
    </ListPage>
  );
}
