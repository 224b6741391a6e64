import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../src-main/contract/json.ts';
import type { Attempt } from '../../../src-main/contract/run.ts';
import { visibleLines } from '../../../src-main/contract/visible.ts';
import type { Asked } from '../../ask/use-call.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { Failed, Loading } from '../../components/State.tsx';

type Call = {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly ec: string | null;
  readonly durationMs: number;
  /** Masked; null for none. Calls of earlier versions have neither. */
  readonly sent?: Json;
  readonly received?: Json;
};

const isCall = (one: Json): one is Call => {
  const { method, path } = (one ?? {}) as Partial<Call>;
  return typeof method === 'string' && typeof path === 'string';
};

/** What an attempt keeps of its calls; null where it made none. */
function callsIn({ calls }: Attempt['evidence']): { made: number; last: readonly Call[] } | null {
  const { made, last } = (calls ?? {}) as { readonly made?: Json; readonly last?: Json };
  return typeof made === 'number' && Array.isArray(last) ? { made, last: last.filter(isCall) } : null;
}

const isRefused = ({ status, ec }: Call): boolean =>
  status === null || status >= 400 || (ec !== null && ec !== 'EOK');

/** A body as people read it; what was cut off when it was kept is text already. */
const bodyText = (body: Json): string =>
  visibleLines(typeof body === 'string' ? body : JSON.stringify(body, null, 2));

function Body({ title, body }: { readonly title: string; readonly body: Json | undefined }): ReactElement {
  const { t } = useTranslation('run');
  const isThere = body !== null && body !== undefined;
  return (
    <div className="call-body">
      <p className="small quiet">
        {title} {isThere ? <CopyButton text={bodyText(body)} /> : null}
      </p>
      {isThere ? (
        <pre className="mono">{bodyText(body)}</pre>
      ) : (
        <p className="faint small">{t('detail.noBody')}</p>
      )}
    </div>
  );
}

/** One call; what was sent and what came unfold below it. Those that were refused are unfolded. */
function CallRow({ call }: { readonly call: Call }): ReactElement {
  const { t } = useTranslation('run');
  const { method, path, status, ec, durationMs, sent, received } = call;
  const refused = isRefused(call);
  const [isOpen, setOpen] = useState(refused);
  return (
    <li className={refused ? 'call refused' : 'call'}>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Glyph name={isOpen ? 'open' : 'shut'} />
        <span className="mono call-name">
          {method} {path}
        </span>
        <span className={refused ? 'mono tone-err strong' : 'mono'}>
          {status ?? t('detail.noAnswer')}
          {ec === null || ec === 'EOK' ? '' : ` ${ec}`}
        </span>
        <span className="number quiet">{durationMs} ms</span>
      </button>
      {isOpen ? (
        <>
          <Body title={t('detail.sent')} body={sent} />
          <Body title={t('detail.received')} body={received} />
        </>
      ) : null}
    </li>
  );
}

interface CallsProps {
  readonly attempts: readonly Attempt[];
  readonly asked: Asked<unknown>;
}

/** Each attempt's calls to the site: the latest ones, and how many there were. */
export function Calls({ attempts, asked }: CallsProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  if (asked.error !== null) {
    return <Failed title={t('detail.unread')} error={asked.error} onRetry={asked.again} />;
  }
  if (asked.value === null) {
    return <Loading />;
  }
  const made = attempts.flatMap(({ number, evidence }) => {
    const calls = callsIn(evidence);
    return calls === null ? [] : [{ number, ...calls }];
  });
  if (made.length === 0) {
    return <p className="quiet">{t('detail.noCalls')}</p>;
  }
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
          <ul className="calls">
            {last.map((call, index) => (
              <CallRow key={index} call={call} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
