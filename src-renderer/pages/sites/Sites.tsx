import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { KnownSite } from '../../../src-main/contract/machine.ts';
import { shortIdentity } from '../../../src-main/contract/short-identity.ts';
import { useChooseSite, useChosenSite, useKnownSites } from '../../ask/known-sites.ts';
import type { Deed } from '../../ask/use-call.ts';
import { useOwnPracticeAddress } from '../../ask/practice-address.ts';
import { Action } from '../../components/Action.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { ListPage } from '../../components/Page.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { Status } from '../../components/Status.tsx';
import { shownDocument, useWords } from '../../words/language.ts';
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

interface SiteRowProps {
  readonly site: KnownSite;
  readonly address: string | null;
  readonly isChosen: boolean;
  readonly choosing: Deed<string | null>;
}

function SiteRow({ site, address, isChosen, choosing }: SiteRowProps): ReactElement {
  const { t } = useTranslation(['sites', 'common']);
  const { target, practice, subject, lastRun, runs } = site;
  return (
    <tr aria-selected={isChosen}>
      <td title={[subject.owner, subject.name].filter((part) => part !== null).join(' · ')}>
        <span className={practice ? 'mark small' : 'mark small on-site'}>
          {t(practice ? 'common:practice' : 'common:onSite')}
        </span>{' '}
        <b>{subject.name}</b> <span className="quiet">{subject.owner}</span>
      </td>
      <td className="mono" title={address ?? undefined}>
        {address ?? '—'}
      </td>
      <td>
        <Identity site={site} />
      </td>
      <td>
        <Checked site={site} />
      </td>
      <td>
        <Link className="mono" href={`/runs/${lastRun.id}`}>
          {lastRun.id}
        </Link>{' '}
        <span className="quiet">{dayTime(lastRun.at)}</span>
      </td>
      <td className="number">{runs}</td>
      <td>
        {isChosen ? (
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
        )}
      </td>
    </tr>
  );
}

function SiteTable({ sites }: { readonly sites: readonly KnownSite[] }): ReactElement {
  const { t } = useTranslation('sites');
  const chosen = useChosenSite();
  const choosing = useChooseSite();
  const ownPractice = useOwnPracticeAddress('sites');
  return (
    <>
      {choosing.error === null ? null : <Failed title={t('chooseFailed')} error={choosing.error} />}
      <div className="sites-wide">
        <table className="rows sites-table" aria-label={t('title')}>
          <thead>
            <tr>
              <th>{t('column.site')}</th>
              <th className="sites-address">{t('column.address')}</th>
              <th className="sites-identity">{t('column.identity')}</th>
              <th className="sites-check">{t('column.check')}</th>
              <th className="sites-run">{t('column.run')}</th>
              <th className="sites-runs number">{t('column.runs')}</th>
              <th className="sites-act">{t('column.act')}</th>
            </tr>
          </thead>
          <tbody>
            {sites.map((site) => (
              <SiteRow
                key={site.target}
                site={shownDocument(site)}
                address={site.subject.address ?? (site.practice ? ownPractice : null)}
                isChosen={site.target === chosen}
                choosing={choosing}
              />
            ))}
          </tbody>
        </table>
      </div>
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
