import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import { useWords } from '../../app/language.ts';
import { siteName } from '../../app/site-name.ts';
import { dayTime } from '../../app/times.ts';
import { Action } from '../../components/Action.tsx';
import { Status } from '../../components/Status.tsx';
import { useRows } from '../../sync/rows.ts';

/** Runs that do nothing until somebody answers; the page begins with them. */
export function Waiting(): ReactElement | null {
  const { t } = useTranslation(['start', 'common']);
  const words = useWords();
  const [, go] = useLocation();
  const runs = useRows(
    useShallow(({ run }) => [...run.values()].filter(({ waiting }) => waiting !== null).reverse()),
  );
  if (runs.length === 0) return null;
  return (
    <section aria-labelledby="waiting">
      <div className="section-head">
        <h2 id="waiting">{t('waiting.title')}</h2>
        <span className="small faint">{t('waiting.count', { count: runs.length })}</span>
      </div>
      <ul className="waiting-list">
        {runs.map(({ id, kind, title, waiting, practice, createdAt }, index) => (
          <li key={id} className={waiting?.reason === 'identity' ? 'urgent' : undefined}>
            <Status glyph="waiting">{t(`waiting.reasons.${waiting?.reason ?? 'ask'}`)}</Status>
            <span className="cut">
              {t(`common:engines.${kind as 'configure'}`)} <span className="mono">{id}</span> ·{' '}
              {practice ? <span className="mark small">{t('common:practice')}</span> : null}{' '}
              <b>{siteName({ title })}</b>
            </span>
            <span className="cut">
              {waiting === null ? null : words(waiting.text)}{' '}
              <span className="faint">· {dayTime(createdAt)}</span>
            </span>
            <Action kind={index === 0 ? 'primary' : 'plain'} size="small" onAct={() => go(`/run/${id}`)}>
              {t('waiting.look')}
            </Action>
          </li>
        ))}
      </ul>
    </section>
  );
}
