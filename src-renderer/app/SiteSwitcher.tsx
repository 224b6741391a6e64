import { Dropdown, type MenuProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { KnownSite } from '../../src-main/contract/machine.ts';
import { shortIdentity } from '../../src-main/contract/short-identity.ts';
import { useChooseSite, useChosenSite, useKnownSites } from '../ask/known-sites.ts';
import { Glyph } from '../components/Glyph.tsx';
import { useSiteChoice } from '../hooks/site-in-hand.ts';
import { shownDocument } from '../words/language.ts';
import { seenTime } from '../words/times.ts';

/** How old what is known of a site is. */
function useAge(): (site: KnownSite) => string {
  const { t } = useTranslation();
  return ({ lastCheck, lastRun }) =>
    lastCheck !== null && lastCheck.at > lastRun.at
      ? t('bar.checked', { time: seenTime(lastCheck.at) })
      : t('bar.lastRun', { time: seenTime(lastRun.at), run: lastRun.id });
}

function SiteItem({ site }: { readonly site: KnownSite }): ReactElement {
  const { t } = useTranslation();
  const age = useAge();
  const { practice, subject, identity } = shownDocument(site);
  return (
    <span className="site-item">
      <span className={practice ? 'mark small' : 'mark small on-site'}>
        {t(practice ? 'practice' : 'onSite')}
      </span>
      <span className="site-name">
        <b className="cut">{subject.name}</b>
        <span className="small quiet cut">
          {[identity === null ? null : shortIdentity(identity), age(site)]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      </span>
    </span>
  );
}

/** Chooses among the sites that are known here; what is chosen is remembered by the owner, for every window. */
export function SiteSwitcher(): ReactElement {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const sites = useKnownSites().value ?? [];
  const chosen = useChosenSite();
  const choosing = useChooseSite();
  const take = useSiteChoice((state) => state.take);
  const choose: NonNullable<MenuProps['onClick']> = ({ key }) => {
    if (key === 'all') {
      go('/sites');
      return;
    }
    const site = sites.find(({ target }) => target === key) ?? null;
    void choosing.act(site?.target ?? null);
    if (site !== null) {
      take?.(site);
    }
  };
  const items: NonNullable<MenuProps['items']> = [
    ...sites.map((site) => ({ key: site.target, label: <SiteItem site={site} /> })),
    { type: 'divider' },
    { key: 'none', label: t('bar.clear'), disabled: chosen === null },
    { key: 'all', label: t('bar.allSites') },
  ];
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, onClick: choose, selectedKeys: chosen === null ? [] : [chosen] }}
    >
      <button type="button" className="bar-switch" aria-haspopup="menu" aria-label={t('bar.switch')}>
        <Glyph name="open" />
      </button>
    </Dropdown>
  );
}
