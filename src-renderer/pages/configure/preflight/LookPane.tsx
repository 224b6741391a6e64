import { Checkbox } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import { seenTime } from '../../../words/times.ts';
import { Action } from '../../../components/Action.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { glyphOfItem, unknownKeys, type Verdict } from './items.ts';

const verdicts: readonly Verdict[] = ['error', 'warning', 'unknown', 'ok'];

interface KeysProps {
  readonly items: readonly PreflightItem[];
  readonly onAccept: (fingerprints: readonly string[]) => void;
}

/** Keys that nobody has compared yet. Each is accepted by itself: there is no tick for all of them. */
function Keys({ items, onAccept }: KeysProps): ReactElement {
  const { t } = useTranslation('preflight');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const keys = unknownKeys(items);
  if (keys.length === 0) {
    return <p className="preflight-text quiet">{t('side.noKeys')}</p>;
  }
  const choose = (fingerprint: string, isOn: boolean): void => {
    const next = new Set(chosen);
    if (isOn) {
      next.add(fingerprint);
    } else {
      next.delete(fingerprint);
    }
    setChosen(next);
  };
  return (
    <>
      <p className="preflight-text quiet">{t('side.keysHint')}</p>
      <ul className="preflight-keys">
        {keys.map(({ subject, kind, fingerprint }) => (
          <li key={`${subject} ${fingerprint}`}>
            <span className="strong">{subject}</span> <span className="faint">{t(`side.${kind}`)}</span>
            <span className="mono preflight-fingerprint">{fingerprint}</span>
            <Checkbox
              checked={chosen.has(fingerprint)}
              aria-label={`${t('side.accept')} ${subject}`}
              onChange={({ target }) => choose(fingerprint, target.checked)}
            >
              {t('side.accept')}
            </Checkbox>
          </li>
        ))}
      </ul>
      <p className="preflight-text">
        <Action
          size="small"
          kind="outline"
          disabledBecause={chosen.size === 0 ? t('side.acceptNone') : null}
          onAct={() => onAccept([...chosen])}
        >
          {t('side.acceptChosen', { count: chosen.size })}
        </Action>
      </p>
    </>
  );
}

interface LookPaneProps extends KeysProps {
  readonly readAt: number | null;
  readonly tryLogins: boolean;
  readonly onTryLogins: (isOn: boolean) => void;
}

/** What the look came to, the keys it met, and the one thing it does only when asked to. */
export function LookPane({ items, onAccept, readAt, tryLogins, onTryLogins }: LookPaneProps): ReactElement {
  const { t } = useTranslation('preflight');
  return (
    <aside className="preview-side preflight-side" aria-label={t('side.title')}>
      <div className="pane-head">
        <h2>{t('side.totals')}</h2>
      </div>
      <dl className="preview-totals">
        {verdicts.map((verdict) => (
          <div key={verdict}>
            <dt>
              <Glyph name={glyphOfItem({ verdict })} />
              {t(`verdict.${verdict}`)}
            </dt>
            <dd>{items.filter((item) => item.verdict === verdict).length}</dd>
          </div>
        ))}
      </dl>
      {readAt === null ? null : (
        <p className="preflight-text quiet">{t('side.readAt', { time: seenTime(readAt) })}</p>
      )}
      <div className="pane-head">
        <h2>{t('side.keys')}</h2>
        <span>{unknownKeys(items).length}</span>
      </div>
      <Keys key={readAt} items={items} onAccept={onAccept} />
      <div className="pane-head">
        <h2>{t('side.logins')}</h2>
      </div>
      <div className="preflight-text">
        <p className="quiet">
          <Glyph name="warning" /> {t('side.loginsText')}
        </p>
        <Checkbox checked={tryLogins} onChange={({ target }) => onTryLogins(target.checked)}>
          {t('side.tryLogins')}
        </Checkbox>
      </div>
    </aside>
  );
}
