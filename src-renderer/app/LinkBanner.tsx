import { useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Glyph } from '../components/Glyph.tsx';
import { useConnection } from '../sync/connection.ts';
import { clockTime, shortDuration } from '../words/times.ts';
import { useNow } from '../hooks/use-now.ts';
import { useIsCutOff } from '../ask/unreachable.ts';

function Age({ since }: { readonly since: number }): ReactElement {
  const { t } = useTranslation();
  const now = useNow();
  const seconds = Math.floor(Math.max(0, now - since) / 1_000) * 1_000;
  return (
    <span>
      {t('link.shownAsOf', {
        time: clockTime(since),
        age: shortDuration(Math.max(1_000, seconds)).replace('.0', ''),
      })}
    </span>
  );
}

/** While nothing is heard of Sitewright: how old what is shown is, that nothing can be asked, and nothing turns. */
export function LinkBanner(): ReactElement | null {
  const { t } = useTranslation();
  const { link, liveUntil } = useConnection();
  const isCutOff = useIsCutOff();
  useEffect(() => {
    document.documentElement.classList.toggle('cut-off-link', isCutOff);
    return () => document.documentElement.classList.remove('cut-off-link');
  }, [isCutOff]);
  if (!isCutOff) {
    return null;
  }
  return (
    <div className="link-banner">
      <Glyph name="caution" />
      <b role="alert">{t(link === 'silent' || link === 'absent' ? `link.${link}` : 'link.broken')}</b>
      {liveUntil === null ? null : <Age since={liveUntil} />}
      <span className="grow" />
      <span>{t(link === 'absent' ? 'link.startOne' : 'link.actionsOff')}</span>
    </div>
  );
}
