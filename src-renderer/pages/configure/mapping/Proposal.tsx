import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { MappingProposal } from '../../../../src-main/contract/configure.ts';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { useUnmapped } from '../job/unmapped.ts';
import { useDeed } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { Glyph, type GlyphName } from '../../../components/Glyph.tsx';
import { Failed } from '../../../components/State.tsx';
import { Table, type Column } from '../../../components/table/Table.tsx';
import { givenBy, isMissing, mappingWith, nameOf, type Miss } from './given.ts';

interface FieldProps {
  readonly miss: Miss;
  readonly value: string;
  /** Of the workbook's sheets, to choose one from. */
  readonly titles: readonly string[];
  readonly isMissing: boolean;
  readonly onChange: (value: string) => void;
}

/** What a person gives for it: one of the workbook's sheets, or the words that stand there. */
function GivenField({ miss, value, titles, isMissing: lacks, onChange }: FieldProps): ReactElement {
  const { t } = useTranslation('mapping');
  const { part, wanted } = miss;
  const field = {
    className: 'mapping-input',
    'aria-label': t('given', { wanted }),
    'aria-invalid': lacks,
    value,
  };
  return part === 'sheet' ? (
    <select {...field} onChange={({ target }) => onChange(target.value)}>
      <option value="">{t('noSheet')}</option>
      {titles.map((title) => (
        <option key={title}>{title}</option>
      ))}
    </select>
  ) : (
    <input {...field} placeholder={t(`hint.${part}`)} onChange={({ target }) => onChange(target.value)} />
  );
}

type Given = ReturnType<typeof givenBy>;

function useMissColumns(
  titles: readonly string[],
  given: Given,
  onGive: (given: Given) => void,
): readonly Column<Miss>[] {
  const { t } = useTranslation('mapping');
  const glyphOf = (miss: Miss): GlyphName =>
    isMissing(miss, given) ? 'error' : miss.near === null ? 'info' : 'unchanged';
  return [
    {
      key: 'part',
      title: t('column.part'),
      widthPx: 128,
      render: (miss) => (
        <>
          <Glyph name={glyphOf(miss)} /> {t(`part.${miss.part}`)}{' '}
          <span className="faint small">{miss.isRequired ? t('required') : t('optional')}</span>
        </>
      ),
    },
    {
      key: 'wanted',
      title: t('column.wanted'),
      minPx: 110,
      className: 'strong',
      render: ({ wanted }) => wanted,
      hover: ({ wanted }) => wanted,
    },
    {
      key: 'where',
      title: t('column.where'),
      minPx: 110,
      className: 'quiet',
      render: ({ sheet }) => sheet ?? '—',
      hover: ({ sheet }) => sheet ?? undefined,
    },
    {
      key: 'near',
      title: t('column.near'),
      minPx: 110,
      className: ({ near }) => (near === null ? 'faint' : undefined),
      hover: ({ near }) => near?.text,
      render: ({ near }) =>
        near === null ? (
          t('none')
        ) : (
          <>
            {near.text} {near.cell === null ? null : <span className="mono faint">{near.cell}</span>}
          </>
        ),
    },
    {
      key: 'given',
      title: t('column.given'),
      widthPx: 260,
      render: (miss) => (
        <GivenField
          miss={miss}
          titles={titles}
          value={given[nameOf(miss)] ?? ''}
          isMissing={isMissing(miss, given)}
          onChange={(value) => onGive({ ...given, [nameOf(miss)]: value })}
        />
      ),
    },
  ];
}

export interface ProposalProps {
  readonly file: string;
  readonly proposal: MappingProposal;
}

export function Proposal({ file, proposal }: ProposalProps): ReactElement {
  const { t } = useTranslation('mapping');
  const [, go] = useLocation();
  const { mapping, misses, isComplete } = proposal;
  const [given, setGiven] = useState(() => givenBy(mapping, misses));
  const columns = useMissColumns(proposal.sheets.titles, given, setGiven);
  const missing = misses.filter((miss) => isMissing(miss, given)).length;
  const confirming = useDeed(async (client) => {
    await client.imports.confirmMapping(mappingWith(mapping, misses, given));
    const { id } = await client.imports.open({ file, profile: mapping.id });
    useUnmapped.setState({ file: null });
    go(`/configure/sheets/${id}`);
  });
  const obstacle = missing > 0 ? t('missing', { count: missing }) : null;
  const confirm = (): void => {
    if (obstacle === null && !confirming.isUnderWay) {
      void confirming.act();
    }
  };
  useShortcut('Ctrl+enter', t('confirm'), confirm);
  return (
    <>
      <div className="mapping-body">
        <p className="mapping-explain">{t('explain', { profile: mapping.basedOn })}</p>
        <div className="section-head">
          <h2>{t('rows')}</h2>
          <span className="small faint">
            {t('sheets', proposal.sheets)} · {isComplete ? t('complete') : t('incomplete')}
          </span>
        </div>
        <Table isForm label={t('rows')} columns={columns} rows={misses} keyOf={nameOf} />
        <p className="small quiet">{t('legend')}</p>
        {confirming.error === null ? null : <Failed title={t('openFailed')} error={confirming.error} />}
      </div>
      <footer className="mapping-foot">
        <span className="quiet">
          {t('name')} <span className="mono">{mapping.id}</span>
        </span>
        <span className="mapping-acts">
          <span className="small faint">{obstacle}</span>
          <Action
            kind="primary"
            shortcut="Ctrl ↵"
            requested={confirming.isUnderWay}
            disabledBecause={obstacle}
            onAct={confirm}
          >
            {t('confirm')}
          </Action>
        </span>
      </footer>
    </>
  );
}
