import { Checkbox, Input } from 'antd';
import { Modal } from '../../../components/Modal.tsx';
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../../src-main/contract/finding.ts';
import { useWords } from '../../../words/language.ts';
import { useDeed } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { Failed } from '../../../components/State.tsx';
import { keyOf } from './findings.ts';
import { glyphOfSeverity } from './Row.tsx';

interface IgnoreProps {
  readonly id: number;
  readonly here: readonly Finding[];
  readonly again: () => void;
  readonly onClose: () => void;
}

/** Leaves findings as they are, for a reason that goes into the report. */
export function Ignore({ id, here, again, onClose }: IgnoreProps): ReactElement {
  const { t } = useTranslation(['sheet', 'common']);
  const words = useWords();
  const field = useId();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(here.map(keyOf)));
  const [reason, setReason] = useState('');
  const ignoring = useDeed(async (client) => {
    for (const finding of here.filter((one) => chosen.has(keyOf(one)))) {
      const { code, sheet, cell } = finding;
      await client.imports.ignoreFinding({ id, code, sheet, cell, reason: reason.trim() });
    }
    onClose();
    again();
  });
  const obstacle =
    chosen.size === 0 ? t('ignore.noneChosen') : reason.trim() === '' ? t('editor.noReason') : null;
  const toggle = (key: string): void => {
    const next = new Set(chosen);
    if (!next.delete(key)) {
      next.add(key);
    }
    setChosen(next);
  };
  const acts = (
    <p className="ignore-acts">
      <span className="small faint">{obstacle}</span>
      <Action onAct={onClose}>{t('common:cancel')}</Action>
      <Action
        kind="primary"
        requested={ignoring.isUnderWay}
        disabledBecause={obstacle}
        onAct={() => void ignoring.act()}
      >
        {t('ignore.confirm', { count: chosen.size })}
      </Action>
    </p>
  );
  return (
    <Modal open title={t('ignore.title')} onCancel={onClose} footer={acts}>
      <ul className="ignore-list">
        {here.map((finding) => (
          <li key={keyOf(finding)}>
            <Checkbox checked={chosen.has(keyOf(finding))} onChange={() => toggle(keyOf(finding))}>
              <Glyph name={glyphOfSeverity[finding.severity]} label={t(`severity.${finding.severity}`)} />{' '}
              <span className="mono">{finding.cell}</span> {words(finding.message)}
            </Checkbox>
          </li>
        ))}
      </ul>
      <label htmlFor={field} className="small quiet">
        {t('common:reason')} * · {t('common:reasonHint')}
      </label>
      <Input.TextArea
        id={field}
        rows={2}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.ctrlKey) {
            return;
          }
          event.stopPropagation();
          if (obstacle === null && !ignoring.isUnderWay) {
            void ignoring.act();
          }
        }}
      />
      {ignoring.error === null ? null : <Failed title={t('ignore.failed')} error={ignoring.error} />}
    </Modal>
  );
}
