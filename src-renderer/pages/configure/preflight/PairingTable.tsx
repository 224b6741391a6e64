import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PairingRow } from '../../../../src-main/contract/configure.ts';
import type { PlannedHost } from '../../../../src-main/contract/site-plan.ts';
import { Glyph, type GlyphName } from '../../../components/Glyph.tsx';
import { Empty } from '../../../components/State.tsx';
import { Status } from '../../../components/Status.tsx';
import { Table, type Column } from '../../../components/table/Table.tsx';

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
  const hostOf = (row: PairingRow): PlannedHost | undefined => hosts.find(({ name }) => name === row.planned);
  const fact = (
    key: 'hostname' | 'serial' | 'address' | 'storage',
    widthPx: number,
    told: { readonly by: string; readonly of: (row: PairingRow) => string | null | undefined },
  ): Column<PairingRow> => ({
    key,
    title: t(`pairing.${key}`),
    widthPx,
    render: (row) => (
      <Fact
        value={told.of(row) ?? null}
        isSame={row.agreeing.includes(told.by)}
        isOpen={row.verdict === 'missing'}
      />
    ),
  });
  const columns: readonly Column<PairingRow>[] = [
    {
      key: 'planned',
      title: t('pairing.planned'),
      widthPx: 140,
      className: 'strong',
      render: ({ planned }) => planned,
    },
    fact('hostname', 150, { by: 'name', of: ({ hostname }) => hostname }),
    fact('serial', 150, { by: 'serial', of: (row) => row.serial ?? hostOf(row)?.serial }),
    fact('address', 140, { by: 'address', of: (row) => hostOf(row)?.managementIp }),
    fact('storage', 140, { by: 'storage', of: (row) => hostOf(row)?.storageIp }),
    {
      key: 'bmc',
      title: t('pairing.bmc'),
      widthPx: 124,
      className: 'mono',
      render: ({ bmcAddress }) => bmcAddress ?? '—',
    },
    {
      key: 'uuid',
      title: t('pairing.uuid'),
      minPx: 96,
      className: 'mono quiet',
      render: ({ uuid }) => uuid ?? '—',
      hover: ({ uuid }) => uuid ?? undefined,
    },
    {
      key: 'verdict',
      title: t('pairing.verdict'),
      widthPx: 96,
      render: ({ verdict }) => <Status glyph={glyphs[verdict]}>{t(`pairing.verdicts.${verdict}`)}</Status>,
    },
  ];
  if (rows.length === 0) {
    return <Empty title={t('pairing.none')} hint={t('pairing.noneHint')} />;
  }
  return (
    <div className="preflight-table">
      <Table label={t('pairing.planned')} columns={columns} rows={rows} keyOf={({ planned }) => planned} />
      <p className="small quiet preflight-hint">{t('pairing.hint')}</p>
    </div>
  );
}
