import { useEffect, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../app/language.ts';
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

/** What happened, to what, and what to do next; the code is small and can be copied. */
export function Failed({ title, error, onRetry }: FailedProps): ReactElement {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className="state failed" role="alert">
      <p className="strong state-title">
        <Glyph name="failed" /> {title}
      </p>
      <p className="quiet">{words(error.text)}</p>
      <p className="state-links">
        {onRetry === undefined ? null : (
          <Action kind="link" onAct={onRetry}>
            {t('retry')}
          </Action>
        )}
        <code className="mono faint">{error.code}</code>
      </p>
    </div>
  );
}

const patienceMs = 300;

/** Nothing for a short while, then words with since when. */
export function Loading(): ReactElement | null {
  const { t } = useTranslation();
  const [since] = useState(() => Date.now());
  const [now, setNow] = useState(since);
  useEffect(() => {
    const first = setTimeout(() => setNow(Date.now()), patienceMs);
    const every = setInterval(() => setNow(Date.now()), 1_000);
    return () => {
      clearTimeout(first);
      clearInterval(every);
    };
  }, []);
  if (now - since < patienceMs) return null;
  return (
    <p className="state loading quiet" role="status">
      {t('loading', { seconds: Math.round((now - since) / 1_000) })}
    </p>
  );
}
