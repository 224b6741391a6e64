import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PairingRow } from '../../../../src-main/contract/configure.ts';
import type { PlannedHost } from '../../../../src-main/contract/site-plan.ts';
import { Glyph, type GlyphName } from '../../../components/Glyph.tsx';
import { Empty } from '../../../components/State.tsx';
import { Status } from '../../../components/Status.tsx';

const glyphs: Readonly<Record<PairingRow['verdict'], GlyphName>> = {
  paired: 'succeeded',
  ambiguous: 'warning',
  missing: 'error',
};

interface FactProps {
  readonly value: string | null;
  readonly isSame: boolean;
  /** Nothing to compare with. */
  readonly isOpen: boolean;
}

/** A planned fact, with a mark where the scanned host agrees with it. */
function Fact({ value, isSame, isOpen }: FactProps): ReactElement {
  const { t } = useTranslation('preflight');
  if (value === null || value === '') {
    return <span className="faint">—</span>;
  }
  return (
    <span className="preflight-fact" title={value}>
      {isOpen ? null : (
        <Glyph
          name={isSame ? 'unchanged' : 'skipped'}
          label={t(isSame ? 'pairing.agrees' : 'pairing.differs')}
        />
      )}
      <span className={isSame ? 'mono cut' : 'mono cut faint'}>{value}</span>
    </span>
  );
}

interface PairingTableProps {
  readonly rows: readonly PairingRow[];
  readonly hosts: readonly PlannedHost[];
}

/** Each planned host beside the scanned one that its facts point at. */
export function PairingTable({ rows, hosts }: PairingTableProps): ReactElement {
  const { t } = useTranslation('preflight');
  if (rows.length === 0) {
    return <Empty title={t('pairing.none')} hint={t('pairing.noneHint')} />;
  }
  return (
    <div className="preflight-table">
      <table className="rows">
        <thead>
          <tr>
            <th style={{ width: 140 }}>{t('pairing.planned')}</th>
            <th style={{ width: 150 }}>{t('pairing.hostname')}</th>
            <th style={{ width: 150 }}>{t('pairing.serial')}</th>
            <th style={{ width: 140 }}>{t('pairing.address')}</th>
            <th style={{ width: 140 }}>{t('pairing.storage')}</th>
            <th style={{ width: 124 }}>{t('pairing.bmc')}</th>
            <th>{t('pairing.uuid')}</th>
            <th style={{ width: 96 }}>{t('pairing.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const host = hosts.find(({ name }) => name === row.planned);
            const isOpen = row.verdict === 'missing';
            const agrees = (fact: string): boolean => row.agreeing.includes(fact);
            return (
              <tr key={row.planned}>
                <td className="strong">{row.planned}</td>
                <td>
                  <Fact value={row.hostname} isSame={agrees('name')} isOpen={isOpen} />
                </td>
                <td>
                  <Fact
                    value={row.serial ?? host?.serial ?? null}
                    isSame={agrees('serial')}
                    isOpen={isOpen}
                  />
                </td>
                <td>
                  <Fact value={host?.managementIp ?? null} isSame={agrees('address')} isOpen={isOpen} />
                </td>
                <td>
                  <Fact value={host?.storageIp ?? null} isSame={agrees('storage')} isOpen={isOpen} />
                </td>
                <td className="mono">{row.bmcAddress ?? '—'}</td>
                <td className="mono quiet" title={row.uuid ?? undefined}>
                  {row.uuid ?? '—'}
                </td>
                <td>
                  <Status glyph={glyphs[row.verdict]}>{t(`pairing.verdicts.${row.verdict}`)}</Status>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="small quiet preflight-hint">{t('pairing.hint')}</p>
    </div>
  );
}
