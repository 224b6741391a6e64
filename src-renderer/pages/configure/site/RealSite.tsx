import { Checkbox, Input } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../../src-main/contract/configure.ts';
import { Action } from '../../../components/Action.tsx';
import { Glyph } from '../../../components/Glyph.tsx';

type Real = Extract<Site, { kind: 'real' }>;

interface RealSiteProps {
  readonly site: Real;
  /** From the sheet; null where it has none. */
  readonly proposed: string | null;
  readonly onChange: (site: Real) => void;
}

/** A cluster by the address of one of its nodes. */
export function RealSite({ site, proposed, onChange }: RealSiteProps): ReactElement {
  const { t } = useTranslation('site');
  const isPlain = site.baseUrl.startsWith('http://');
  return (
    <>
      <label className="site-field">
        <span>{t('real.address')}</span>
        <Input
          className="mono"
          value={site.baseUrl}
          placeholder="https://192.0.2.11"
          spellCheck={false}
          onChange={({ target }) => onChange({ ...site, baseUrl: target.value.trim() })}
        />
      </label>
      {proposed === null || proposed === site.baseUrl ? null : (
        <p className="small">
          <span className="quiet">{t('real.proposed')}</span>{' '}
          <Action kind="link" onAct={() => onChange({ ...site, baseUrl: proposed })}>
            {t('real.take', { address: proposed })}
          </Action>
        </p>
      )}
      <p className="small quiet">{t('real.hint')}</p>
      {isPlain || site.allowHttp ? (
        <>
          <Checkbox
            checked={site.allowHttp}
            onChange={({ target }) => onChange({ ...site, allowHttp: target.checked })}
          >
            {t('real.allowHttp')}
          </Checkbox>
          <p className="small tone-warn site-warning">
            <Glyph name="warning" /> {t('real.httpWarning')}
          </p>
        </>
      ) : null}
    </>
  );
}
