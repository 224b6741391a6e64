import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { kindNames } from '../../../../src-main/contract/restart-names.ts';
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import { Glyph, type GlyphName } from '../../../components/Glyph.tsx';
import { groupRow, Table, type Column, type WideRow } from '../../../components/table/Table.tsx';
import { useWords } from '../../../words/language.ts';
import { groupBy } from '../../../words/group-by.ts';
import type { Planned } from './planned.ts';

const glyphs: Readonly<Record<PreflightItem['verdict'], GlyphName>> = {
  error: 'error',
  warning: 'caution',
  unknown: 'skipped',
  ok: 'info',
};

function Findings({ findings, step, isStopped }: Planned): ReactElement {
  const { t } = useTranslation('restart');
  const words = useWords();
  const blocked = isStopped && findings.every(({ verdict }) => verdict !== 'error');
  return (
    <ul className="restart-findings">
      {blocked ? (
        <li>
          <Glyph name="error" />
          <span>
            <b className="tone-err">{t('order.stops')}</b>{' '}
            {step?.found === undefined ? '' : words(step.found)}
          </span>
        </li>
      ) : null}
      {findings.map(({ code, verdict, message }) => (
        <li key={`${code} ${message.en}`}>
          <Glyph name={glyphs[verdict]} />
          <span>
            {verdict === 'error' ? <b className="tone-err">{t('order.stops')} </b> : null}
            {words(message)}
          </span>
        </li>
      ))}
      {!blocked && findings.length === 0 && step !== null ? (
        <li className="faint">
          <Glyph name="unchanged" />
          <span>{t('order.noFindings')}</span>
        </li>
      ) : null}
    </ul>
  );
}

function useColumns(): readonly Column<Planned>[] {
  const { t } = useTranslation('restart');
  return [
    {
      key: 'workload',
      title: t('order.workload'),
      widthPx: 176,
      render: ({ workload: { kind, namespace, name } }) => (
        <>
          <span className="strong">{name}</span>
          <br />
          <span className="small quiet restart-plain">
            {namespace} · {kindNames[kind]}
          </span>
        </>
      ),
    },
    {
      key: 'change',
      title: t('order.change'),
      widthPx: 262,
      render: (row) => <Change {...row} />,
    },
    { key: 'findings', title: t('order.findings'), minPx: 220, render: (row) => <Findings {...row} /> },
  ];
}

/** What will be there then. An annotation is a long name and a value that matters. */
function Change({ step, isStopped }: Planned): ReactElement {
  const { t } = useTranslation('restart');
  const words = useWords();
  if (step?.change === undefined) {
    const isHeldBack = step?.verdict === 'blocked' && !isStopped;
    return <span className="faint">{isHeldBack ? t('order.heldBack') : '—'}</span>;
  }
  const said = words(step.change);
  const [, name, value] = /^(\S+): (\S+)$/.exec(said) ?? [];
  return name === undefined || value === undefined ? (
    <>{said}</>
  ) : (
    <span className="mono small">
      <span className="quiet">{name}</span>
      <br />
      {value}
    </span>
  );
}

interface PlannedTableProps {
  readonly rows: readonly Planned[];
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
  readonly isBusy: boolean;
}

/** What will be done with each workload, batch by batch, and what was found against it. */
export function PlannedTable({ rows, selected, onSelect, isBusy }: PlannedTableProps): ReactElement {
  const { t } = useTranslation('restart');
  const columns = useColumns();
  const headOf = (number: string, count: number): WideRow =>
    groupRow(
      number,
      columns.length,
      <>
        {t('order.batch', { number })}{' '}
        <span className="quiet restart-plain">{t('order.members', { count })}</span>
      </>,
    );
  const batches = [...groupBy(rows, ({ batch }) => String(batch))];
  const listed =
    batches.length === 1
      ? rows
      : batches.flatMap(([number, members]) => [headOf(number, members.length), ...members]);
  return (
    <Table<Planned>
      scrolls="fill"
      wraps
      hasRowKeys
      isBusy={isBusy}
      label={t('order.previewTitle')}
      columns={columns}
      rows={listed}
      keyOf={({ key }) => key}
      rowClass={({ isStopped }) => (isStopped ? 'restart-stopped' : undefined)}
      selection={{ selected, onSelect: ({ key }) => onSelect(key) }}
    />
  );
}
