import { Checkbox, Input } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../src-main/contract/configure.ts';
import { Glyph } from '../../components/Glyph.tsx';

type Real = Extract<Site, { kind: 'real' }>;

interface RealSiteProps {
  readonly site: Real;
  readonly onChange: (site: Real) => void;
}

/** A cluster by the address of one of its nodes. */
export function RealSite({ site, onChange }: RealSiteProps): ReactElement {
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
