import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../../src-main/contract/run.ts';
import type { Asked } from '../../app/use-call.ts';
import { Failed, Loading } from '../../components/State.tsx';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly ec: string | null;
  readonly durationMs: number;
}

interface CallsProps {
  readonly attempts: readonly Attempt[];
  readonly asked: Asked<unknown>;
}

/** Each attempt's calls to the site: the latest ones, and how many there were. */
export function Calls({ attempts, asked }: CallsProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  if (asked.error !== null)
    return <Failed title={t('detail.unread')} error={asked.error} onRetry={asked.again} />;
  if (asked.value === null) return <Loading />;
  const made = attempts.flatMap(({ number, evidence }) => {
    const calls = evidence['calls'] as unknown as { made: number; last: readonly Call[] } | undefined;
    return calls === undefined ? [] : [{ number, ...calls }];
  });
  if (made.length === 0) return <p className="quiet">{t('detail.noCalls')}</p>;
  return (
    <ol className="attempts">
      {[...made].reverse().map(({ number, made: count, last }) => (
        <li key={number}>
          <p className="attempt-head">
            <b>{t('detail.attempt', { number })}</b>
            <span className="small quiet">
              {t('detail.callCount', { count })}
              {last.length < count ? ` · ${t('detail.callsShown', { count: last.length })}` : ''}
            </span>
          </p>
          <table className="rows dense calls">
            <thead>
              <tr>
                <th>{t('detail.call')}</th>
                <th style={{ width: 56 }}>{t('detail.status')}</th>
                <th style={{ width: 76 }}>ec</th>
                <th style={{ width: 64 }} className="number">
                  {t('list.duration')}
                </th>
              </tr>
            </thead>
            <tbody>
              {last.map(({ method, path, status, ec, durationMs }, index) => (
                <tr key={index} className={status === null || status >= 400 ? 'differs' : undefined}>
                  <td className="mono" title={`${method} ${path}`}>
                    {method} {path}
                  </td>
                  <td className="mono">{status ?? '—'}</td>
                  <td className="mono" title={ec ?? ''}>
                    {ec ?? '—'}
                  </td>
                  <td className="number">{durationMs} ms</td>
                </tr>
              ))}
            </tbody>
          </table>
        </li>
      ))}
    </ol>
  );
}
