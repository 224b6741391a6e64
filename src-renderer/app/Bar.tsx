import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Glyph } from '../components/Glyph.tsx';
import { useChosenSite, useKnownSites } from '../ask/known-sites.ts';
import { siteInHandOf } from '../words/site-of-run.ts';
import { shortAddress } from '../words/short-address.ts';
import { SiteSwitcher } from './SiteSwitcher.tsx';
import { useBar, useSiteChoice, type SiteInHand } from '../hooks/site-in-hand.ts';
import { shownDocument, useWords } from '../words/language.ts';
import { seenTime } from '../words/times.ts';

function Identity({ site }: { readonly site: SiteInHand }): ReactElement | null {
  const { t } = useTranslation();
  const words = useWords();
  if (site.mismatch !== null) {
    return (
      <span className="bar-fact tone-err">
        <Glyph name="failed" />
        <b>{t('bar.mismatch')}</b> <span className="mono">{site.mismatch}</span>
      </span>
    );
  }
  if (site.identity === null) {
    return (
      <span className="bar-fact">
        <i>{t('bar.identity')}</i>
        <span className="quiet">{t('bar.notRead')}</span>
      </span>
    );
  }
  return (
    <span className="bar-fact">
      <i>{t('bar.identity')}</i>
      <span className="mono strong">{site.identity}</span>
      {site.parts === null ? null : (
        <span className="quiet">
          {words(site.parts.label)} {site.parts.count}
        </span>
      )}
      {site.checkedAt === null ? null : (
        <>
          <Glyph name="unchanged" />
          <span className="quiet bar-checked">{t('bar.checkedAt', { time: seenTime(site.checkedAt) })}</span>
        </>
      )}
    </span>
  );
}

function Address({ site: { address, practice } }: { readonly site: SiteInHand }): ReactElement {
  const { t } = useTranslation();
  return (
    <span className="bar-fact">
      <i>{t('bar.address')}</i>
      {address === null ? (
        <span className="quiet">{t(practice === true ? 'bar.thisComputer' : 'bar.unknown')}</span>
      ) : (
        <span className="mono" title={address}>
          {shortAddress(address, practice === true)}
        </span>
      )}
    </span>
  );
}

/** The site that was chosen in the bar, as it is known here. */
function useSiteOfOwner(): SiteInHand | null {
  const chosen = useChosenSite();
  const site = useKnownSites().value?.find(({ target }) => target === chosen) ?? null;
  return useMemo(() => (site === null ? null : siteInHandOf(site)), [site]);
}

/** Never scrolls away: whoever looks up sees which site is in hand, and whether it is practice. */
export function Bar(): ReactElement {
  const { t } = useTranslation();
  const own = useBar((state) => state.site);
  const take = useSiteChoice((state) => state.take);
  const chosen = useSiteOfOwner();
  const inHand = own ?? chosen;
  const site = useMemo(() => shownDocument(inHand), [inHand]);
  // A run is where it is; anything else may be taken elsewhere.
  const switcher = own === null || take !== null ? <SiteSwitcher /> : null;
  return (
    <header className={site?.practice === true ? 'bar practice' : 'bar'}>
      <div className="brand">
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <g fill="none" stroke="var(--accent)" strokeWidth="1.5">
            <path d="M2 13.5h12M3.5 13V7L8 2.5 12.5 7v6" />
            <path d="M6 9.6l1.6 1.6 3-3.2" />
          </g>
        </svg>
        Sitewright
      </div>
      {site === null ? (
        <span className="bar-none">
          <span className="cut">{t('bar.noSite')}</span>
          {switcher}
        </span>
      ) : (
        <>
          <span className="bar-site">
            {site.practice === null ? (
              <span className="quiet">{t('bar.noneChosen')}</span>
            ) : (
              <span className="mark">{site.practice ? t('practice') : t('onSite')}</span>
            )}
            <b className="cut" title={site.name}>
              {site.name}
            </b>
            {site.subject === null ? null : (
              <span className="quiet cut bar-subject" title={site.subject}>
                {site.subject}
              </span>
            )}
            {switcher}
          </span>
          {site.practice === null ? null : (
            <>
              <Address site={site} />
              <Identity site={site} />
            </>
          )}
          {site.practice === true ? (
            <span className="bar-fact bar-hint quiet">{t('bar.touchesNothing')}</span>
          ) : null}
        </>
      )}
    </header>
  );
}
