import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { KnownSite } from '../../../src-main/contract/machine.ts';
import { shortIdentity } from '../../../src-main/contract/short-identity.ts';
import { useChooseSite, useChosenSite, useKnownSites } from '../../ask/known-sites.ts';
import type { Deed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { ListPage } from '../../components/Page.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { Status } from '../../components/Status.tsx';
import { Table, type Column } from '../../components/table/Table.tsx';
import { useRunRow } from '../../sync/runs.ts';
import { shownDocument, useWords } from '../../words/language.ts';
import { shortAddress } from '../../words/short-address.ts';
import { dayTime, seenTime } from '../../words/times.ts';
import { SiteKeys } from './SiteKeys.tsx';
import './sites.css';

function Identity({ site: { identity, subject } }: { readonly site: KnownSite }): ReactElement {
  const { t } = useTranslation('sites');
  const words = useWords();
  if (identity === null) {
    return <span className="faint">{t('noIdentity')}</span>;
  }
  return (
    <>
      <span className="mono strong">{shortIdentity(identity)}</span>{' '}
      {subject.identityLabel === null ? null : (
        <span className="quiet">
          {words(subject.identityLabel)} {identity.length}
        </span>
      )}
    </>
  );
}

function Checked({ site: { lastCheck } }: { readonly site: KnownSite }): ReactElement {
  const { t } = useTranslation('sites');
  if (lastCheck === null) {
    return <span className="faint">{t('noCheck')}</span>;
  }
  const { errors, warnings, at } = lastCheck;
  const glyph = errors > 0 ? 'error' : warnings > 0 ? 'caution' : 'unchanged';
  return (
    <>
      <Status glyph={glyph}>{errors + warnings > 0 ? t('found', { errors, warnings }) : t('fine')}</Status>{' '}
      <span className="faint">{seenTime(at)}</span>
    </>
  );
}

interface ChooseProps {
  readonly site: KnownSite;
  readonly isChosen: boolean;
  readonly choosing: Deed<string | null>;
}

function Choose({ site: { target, subject }, isChosen, choosing }: ChooseProps): ReactElement {
  const { t } = useTranslation('sites');
  return isChosen ? (
    <span className="quiet">
      <Glyph name="unchanged" /> {t('chosen')}
    </span>
  ) : (
    <Action
      kind="link"
      label={t('chooseLabel', { site: subject.name })}
      requested={choosing.isUnderWay}
      onAct={() => void choosing.act(target)}
    >
      {t('choose')}
    </Action>
  );
}

function Name({ site: { practice, subject } }: { readonly site: KnownSite }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <span className={practice ? 'mark small' : 'mark small on-site'}>
        {t(practice ? 'practice' : 'onSite')}
      </span>{' '}
      <b>{subject.name}</b> <span className="quiet">{subject.owner}</span>
    </>
  );
}

function LastRun({ id, at }: KnownSite['lastRun']): ReactElement {
  const { t } = useTranslation('sites');
  const reverts = useRunRow(id)?.revertsRunId ?? null;
  return (
    <>
      <Link className="mono" href={`/runs/${id}`}>
        {id}
      </Link>{' '}
      {reverts === null ? null : <Link href={`/runs/${reverts}`}>{t('undoes', { run: reverts })}</Link>}{' '}
      <span className="quiet">{dayTime(at)}</span>
    </>
  );
}

function useSiteColumns(choosing: Deed<string | null>): readonly Column<KnownSite>[] {
  const { t } = useTranslation(['sites', 'common']);
  const chosen = useChosenSite();
  const addressOf = ({ subject: { address }, practice }: KnownSite): string =>
    address === null
      ? t(practice ? 'common:bar.thisComputer' : 'common:bar.unknown')
      : shortAddress(address, practice);
  return [
    {
      key: 'site',
      title: t('column.site'),
      minPx: 138,
      hover: ({ subject }) => [subject.owner, subject.name].filter((part) => part !== null).join(' · '),
      render: (site) => <Name site={site} />,
      sortBy: ({ subject }) => subject.name,
    },
    {
      key: 'address',
      title: t('column.address'),
      widthPx: 150,
      className: 'mono',
      hover: addressOf,
      render: addressOf,
      sortBy: addressOf,
    },
    {
      key: 'identity',
      title: t('column.identity'),
      widthPx: 176,
      render: (site) => <Identity site={site} />,
    },
    { key: 'check', title: t('column.check'), widthPx: 190, render: (site) => <Checked site={site} /> },
    {
      key: 'run',
      title: t('column.run'),
      widthPx: 200,
      render: ({ lastRun }) => <LastRun {...lastRun} />,
      sortBy: ({ lastRun }) => lastRun.at,
    },
    {
      key: 'runs',
      title: t('column.runs'),
      widthPx: 60,
      align: 'end',
      render: ({ runs }) => runs,
      sortBy: ({ runs }) => runs,
    },
    {
      key: 'act',
      title: t('column.act'),
      widthPx: 84,
      render: (site) => <Choose site={site} isChosen={site.target === chosen} choosing={choosing} />,
    },
  ];
}

function SiteTable({ sites }: { readonly sites: readonly KnownSite[] }): ReactElement {
  const { t } = useTranslation('sites');
  const choosing = useChooseSite();
  const columns = useSiteColumns(choosing);
  const shown = useMemo(() => sites.map((site) => shownDocument(site)), [sites]);
  return (
    <>
      {choosing.error === null ? null : <Failed title={t('chooseFailed')} error={choosing.error} />}
      <Table
        scrolls="sideways"
        wraps
        hasRowKeys
        label={t('title')}
        columns={columns}
        rows={shown}
        keyOf={({ target }) => target}
      />
    </>
  );
}

/** What this home knows of sites: who they are, how they were found, and which keys of theirs were accepted. */
export function Sites(): ReactElement {
  const { t } = useTranslation('sites');
  const { value, error, again } = useKnownSites();
  return (
    <ListPage
      head={
        <PageHead
          title={t('title')}
          note={value === null ? undefined : t('count', { count: value.length })}
        />
      }
    >
      <div className="sites-page">
        {error === null ? null : <Failed title={t('failed')} error={error} onRetry={again} />}
        {value === null ? (
          error === null ? (
            <Loading />
          ) : null
        ) : value.length === 0 ? (
          <Empty title={t('none')} hint={t('noneHint')} />
        ) : (
          <SiteTable sites={value} />
        )}
        <SiteKeys />
      </div>
    </ListPage>
  );
}
