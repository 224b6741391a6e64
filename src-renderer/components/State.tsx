import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useWords } from '../words/language.ts';
import { allEngines } from '../engine-pages.ts';
import type { CallError } from '../sync/client.ts';
import { Action } from './Action.tsx';
import { Glyph } from './Glyph.tsx';
import './state.css';

interface EmptyProps {
  /** What belongs here. */
  readonly title: string;
  /** How it gets here. */
  readonly hint: string;
  /** At most two ways to begin. */
  readonly children?: ReactNode;
}

export function Empty({ title, hint, children }: EmptyProps): ReactElement {
  return (
    <div className="state empty">
      <p className="strong">{title}</p>
      <p className="quiet">{hint}</p>
      {children === undefined ? null : <p className="state-links">{children}</p>}
    </div>
  );
}

interface FailedProps {
  readonly title: string;
  readonly error: CallError;
  readonly onRetry?: () => void;
}

interface Elsewhere {
  /** The key of the page's own words, where the error's are for the command line. */
  readonly hint: string;
  readonly to: string;
  readonly title: string;
}

/** For what is not in this home: the list to look in. Null for any other error. */
function useElsewhere(code: string): Elsewhere | null {
  const { t } = useTranslation();
  const words = useWords();
  if (code === 'RUN_NOT_FOUND') {
    return { hint: 'notHere.run', to: '/runs', title: t('nav.runs') };
  }
  const engine = allEngines().find(({ facts }) => facts.notHere[code] !== undefined);
  const found = engine?.facts.notHere[code];
  return engine === undefined || found === undefined ? null : { ...found, title: words(engine.name) };
}

/** What happened, to what, and what to do next; the code is small and can be copied. */
export function Failed({ title, error, onRetry }: FailedProps): ReactElement {
  const { t } = useTranslation();
  const words = useWords();
  const gone = useElsewhere(error.code);
  return (
    <div className="state failed" role="alert">
      <p className="strong state-title">
        <Glyph name="failed" /> {title}
      </p>
      <p className="quiet">{gone === null ? words(error.text) : t(gone.hint as 'notHere.run')}</p>
      <p className="state-links">
        {onRetry === undefined ? null : (
          <Action kind="link" onAct={onRetry}>
            {t('retry')}
          </Action>
        )}
        {gone === null ? null : <Link href={gone.to}>{gone.title}</Link>}
        <code className="mono faint">{error.code}</code>
      </p>
    </div>
  );
}

const patienceMs = 300;

interface LoadingProps {
  /** When the reading began, where that was before this was shown. */
  readonly since?: number | null;
  /** Gives the reading up. */
  readonly onStop?: () => void;
}

/** Nothing for a short while, then words with since when. */
export function Loading({ since: given = null, onStop }: LoadingProps): ReactElement | null {
  const { t } = useTranslation();
  const [shownAt] = useState(() => performance.now());
  const since = given ?? shownAt;
  const [now, setNow] = useState(shownAt);
  useEffect(() => {
    const first = setTimeout(() => setNow(performance.now()), patienceMs);
    const every = setInterval(() => setNow(performance.now()), 1_000);
    return () => {
      clearTimeout(first);
      clearInterval(every);
    };
  }, []);
  if (now - since < patienceMs) {
    return null;
  }
  return (
    <div className="state loading quiet">
      <span role="status">{t('loading', { seconds: Math.round((now - since) / 1_000) })}</span>
      {onStop === undefined ? null : (
        <Action kind="link" onAct={onStop}>
          {t('stopReading')}
        </Action>
      )}
    </div>
  );
}
