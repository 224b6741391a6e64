import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { allEngines, engineOf, isPageOf } from '../engine-pages.ts';
import { useRuns } from '../sync/runs.ts';
import { useWords } from '../words/language.ts';
import { runsNeedingAttention } from '../words/needs-attention.ts';

const icons = {
  start: <path d="M2.5 7L7.5 2.5 12.5 7v5.5h-3.6V9H6.1v3.5H2.5z" />,
  runs: (
    <>
      <circle cx="7.5" cy="7.5" r="5.3" />
      <path d="M7.5 4.4v3.3l2.3 1.4" />
    </>
  ),
  sites: (
    <>
      <rect x="2.5" y="2.5" width="10" height="4" rx="1" />
      <rect x="2.5" y="8.5" width="10" height="4" rx="1" />
      <path d="M5 4.5h.01M5 10.5h.01" />
    </>
  ),
  connections: (
    <>
      <circle cx="3.8" cy="7.5" r="1.8" />
      <circle cx="11.2" cy="3.8" r="1.8" />
      <circle cx="11.2" cy="11.2" r="1.8" />
      <path d="M5.4 6.7l4.2-2.1M5.4 8.3l4.2 2.1" />
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
  readonly isHere: boolean;
  readonly icon: ReactNode;
  readonly title: string;
  /** How many runs need a person's attention. */
  readonly count?: number;
}

function Way({ to, isHere, icon, title, count = 0 }: WayProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Link href={to} aria-current={isHere ? 'page' : undefined}>
      <svg viewBox="0 0 15 15" aria-hidden="true">
        {icon}
      </svg>
      {title}
      {count > 0 ? <b aria-label={t('nav.waiting', { count })}>{count}</b> : null}
    </Link>
  );
}

/** How many runs of the engine need a person's attention; of all engines where none is named. */
function useWaiting(): (kind?: string) => number {
  // One text for all of them: the same numbers draw nothing anew.
  const kinds = useRuns((run) =>
    runsNeedingAttention(run.values())
      .map(({ kind }) => engineOf(kind)?.kind ?? '')
      .join(),
  );
  const waiting = kinds.split(',').filter((kind) => kind !== '');
  return (kind) => (kind === undefined ? waiting : waiting.filter((one) => one === kind)).length;
}

/** The engine whose page or whose run is shown. */
function useEngineHere(): string | null {
  const [address] = useLocation();
  const [, id = ''] = /^\/runs\/(\d+)/.exec(address) ?? [];
  const kind = useRuns((run) => run.get(id)?.kind ?? null);
  const own = allEngines().find((engine) => isPageOf(engine, address));
  return own?.kind ?? (kind === null ? null : (engineOf(kind)?.kind ?? null));
}

/** The ways about: what waits for me, everything that runs, what can be done, and what is set. */
export function Navigation(): ReactElement {
  const { t } = useTranslation();
  const words = useWords();
  const [address] = useLocation();
  const waiting = useWaiting();
  const engine = useEngineHere();
  const isRuns = /^\/runs(?:\/|$)/.test(address) && engine === null;
  return (
    <nav className="navigation" aria-label={t('nav.label')}>
      <Way to="/" isHere={address === '/'} icon={icons.start} title={t('nav.start')} />
      <Way to="/runs" isHere={isRuns} icon={icons.runs} title={t('nav.runs')} count={waiting()} />
      <Way to="/sites" isHere={address === '/sites'} icon={icons.sites} title={t('nav.sites')} />
      <Way
        to="/connections"
        isHere={/^\/(?:connections(?:\/|$)|new-connection$)/.test(address)}
        icon={icons.connections}
        title={t('nav.connections')}
      />
      <h2>{t('nav.engines')}</h2>
      {allEngines().map(({ kind, name, navigation: { to, icon } }) => (
        <Way
          key={kind}
          to={to}
          isHere={engine === kind}
          icon={icon}
          title={words(name)}
          count={waiting(kind)}
        />
      ))}
      <span className="grow" />
      <Way to="/settings" isHere={address === '/settings'} icon={icons.settings} title={t('nav.settings')} />
    </nav>
  );
}
