import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { MappingProposal } from '../../../../src-main/contract/configure.ts';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { useUnmapped } from '../job/unmapped.ts';
import { useDeed } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { Failed } from '../../../components/State.tsx';
import { givenBy, isMissing, mappingWith, nameOf, type Miss } from './given.ts';

interface MissRowProps {
  readonly miss: Miss;
  readonly value: string;
  /** Of the workbook's sheets, to choose one from. */
  readonly titles: readonly string[];
  readonly isMissing: boolean;
  readonly onChange: (value: string) => void;
}

function MissRow({ miss, value, titles, isMissing: lacks, onChange }: MissRowProps): ReactElement {
  const { t } = useTranslation('mapping');
  const { part, wanted, sheet, near, isRequired } = miss;
  const field = {
    className: 'mapping-input',
    'aria-label': t('given', { wanted }),
    'aria-invalid': lacks,
    value,
  };
  return (
    <tr>
      <td>
        <Glyph name={lacks ? 'error' : near === null ? 'info' : 'unchanged'} /> {t(`part.${part}`)}{' '}
        <span className="faint small">{isRequired ? t('required') : t('optional')}</span>
      </td>
      <td className="strong" title={wanted}>
        {wanted}
      </td>
      <td className="quiet" title={sheet ?? undefined}>
        {sheet ?? '—'}
      </td>
      <td className={near === null ? 'faint' : undefined} title={near?.text}>
        {near === null ? (
          t('none')
        ) : (
          <>
            {near.text} {near.cell === null ? null : <span className="mono faint">{near.cell}</span>}
          </>
        )}
      </td>
      <td>
        {part === 'sheet' ? (
          <select {...field} onChange={({ target }) => onChange(target.value)}>
            <option value="">{t('noSheet')}</option>
            {titles.map((title) => (
              <option key={title}>{title}</option>
            ))}
          </select>
        ) : (
          <input
            {...field}
            placeholder={t(`hint.${part}`)}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </td>
    </tr>
  );
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
          <h2 id="misses">{t('rows')}</h2>
          <span className="small faint">
            {t('sheets', proposal.sheets)} · {isComplete ? t('complete') : t('incomplete')}
          </span>
        </div>
        <table className="rows" aria-labelledby="misses">
          <thead>
            <tr>
              <th style={{ width: 128 }}>{t('column.part')}</th>
              <th>{t('column.wanted')}</th>
              <th>{t('column.where')}</th>
              <th>{t('column.near')}</th>
              <th style={{ width: 260 }}>{t('column.given')}</th>
            </tr>
          </thead>
          <tbody>
            {misses.map((miss) => (
              <MissRow
                key={nameOf(miss)}
                miss={miss}
                titles={proposal.sheets.titles}
                value={given[nameOf(miss)] ?? ''}
                isMissing={isMissing(miss, given)}
                onChange={(value) => setGiven({ ...given, [nameOf(miss)]: value })}
              />
            ))}
          </tbody>
        </table>
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
