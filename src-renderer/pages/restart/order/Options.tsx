import { Checkbox } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { NumberField } from '../../../clusters/NumberField.tsx';
import { Toggles } from '../../../components/Toggles.tsx';
import type { Draft, DraftProblem } from './draft.ts';

interface OptionsProps {
  readonly draft: Draft;
  readonly problem: DraftProblem | null;
  readonly onChange: (changes: Partial<Draft>) => void;
}

/** How the restart is to be made. */
export function Options({ draft, problem, onChange }: OptionsProps): ReactElement {
  const { t } = useTranslation('restart');
  const wrong = (field: DraftProblem): string | null =>
    problem === field ? t(`order.because.${field}`) : null;
  const { batchSize, onFailure, timeout, settle, force, action } = draft;
  return (
    <section className="restart-side" aria-labelledby="restart-options">
      <div className="pane-head">
        <h2 id="restart-options">{t('order.options')}</h2>
      </div>
      <NumberField
        title={t('order.batchSize')}
        hint={t('order.batchHint')}
        placeholder={t('order.allAtOnce')}
        value={batchSize}
        wrong={wrong('batchSize')}
        onChange={(typed) => onChange({ batchSize: typed })}
      />
      <div className="clusters-option">
        <span>{t('order.onFailure')}</span>
        <Toggles
          label={t('order.onFailure')}
          value={onFailure}
          onChange={(chosen) => onChange({ onFailure: chosen })}
          choices={[
            { key: 'stop', title: t('order.stop') },
            { key: 'go-on', title: t('order.goOn') },
          ]}
        />
        <span className="small faint">{t(onFailure === 'stop' ? 'order.stopHint' : 'order.goOnHint')}</span>
      </div>
      <NumberField
        title={t('order.timeout')}
        hint={t('order.timeoutHint')}
        value={timeout}
        wrong={wrong('timeout')}
        onChange={(typed) => onChange({ timeout: typed })}
      />
      <NumberField
        title={t('order.settle')}
        hint={t('order.settleHint')}
        value={settle}
        wrong={wrong('settle')}
        onChange={(typed) => onChange({ settle: typed })}
      />
      {action === 'undo' ? null : (
        <div className="restart-force">
          <Checkbox checked={force} onChange={({ target }) => onChange({ force: target.checked })}>
            {t('order.force')}
          </Checkbox>
          <p className="small quiet">{t('order.forceDoes')}</p>
          <p className="small quiet">{t('order.forceDoesNot')}</p>
        </div>
      )}
    </section>
  );
}
