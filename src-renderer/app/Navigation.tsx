import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useRoute } from 'wouter';
import { useRuns } from '../sync/runs.ts';

const icons = {
  start: <path d="M2.5 7L7.5 2.5 12.5 7v5.5h-3.6V9H6.1v3.5H2.5z" />,
  configure: (
    <>
      <rect x="2" y="2.5" width="11" height="10" rx="1" />
      <path d="M2 6h11M2 9.2h11M6 6v6.5" />
    </>
  ),
  history: (
    <>
      <circle cx="7.5" cy="7.5" r="5.3" />
      <path d="M7.5 4.4v3.3l2.3 1.4" />
    </>
  ),
  settings: (
    <>
      <path d="M2 4.2h6M11 4.2h2M2 10.8h2M7 10.8h6" />
      <circle cx="9.5" cy="4.2" r="1.5" />
      <circle cx="5.5" cy="10.8" r="1.5" />
    </>
  ),
} as const;

interface WayProps {
  readonly to: string;
  /** Which addresses are this way's. */
  readonly pattern: string | RegExp;
  readonly icon: keyof typeof icons;
  readonly title: string;
  readonly count?: number;
}

function Way({ to, pattern, icon, title, count = 0 }: WayProps): ReactElement {
  const { t } = useTranslation();
  const [isHere] = useRoute(pattern);
  return (
    <Link href={to} aria-current={isHere ? 'page' : undefined}>
      <svg viewBox="0 0 15 15" aria-hidden="true">
        {icons[icon]}
      </svg>
      {title}
      {count > 0 ? <b aria-label={t('nav.waiting', { count })}>{count}</b> : null}
    </Link>
  );
}

/** The ways about. An engine stands here once it can do its work. */
export function Navigation(): ReactElement {
  const { t } = useTranslation();
  const waiting = useRuns((run) => [...run.values()].filter(({ state }) => state === 'waiting').length);
  return (
    <nav className="navigation" aria-label={t('nav.label')}>
      <Way to="/" pattern="/" icon="start" title={t('nav.start')} />
      <h2>{t('nav.engines')}</h2>
      <Way
        to="/configure"
        pattern={/^\/(?:configure|job|run)(?:\/|$)/}
        icon="configure"
        title={t('nav.configure')}
        count={waiting}
      />
      <span className="grow" />
      <Way to="/history" pattern={/^\/history(?:\/|$)/} icon="history" title={t('nav.history')} />
      <Way to="/settings" pattern="/settings" icon="settings" title={t('nav.settings')} />
    </nav>
  );
}
