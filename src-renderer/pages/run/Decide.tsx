import { Input } from 'antd';
import { Modal } from '../../components/Modal.tsx';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnreachable } from '../../ask/unreachable.ts';
import type { CallError } from '../../sync/client.ts';
import { Action } from '../../components/Action.tsx';
import { Failed } from '../../components/State.tsx';
import './decide.css';

interface DecideProps {
  readonly title: string;
  /** What follows from it. */
  readonly children: ReactNode;
  /** The button names the act. */
  readonly act: string;
  /** What leaves it undone, where "cancel" would be mistaken for the act. */
  readonly leave?: string;
  readonly needsReason: boolean;
  /** Why it cannot be decided yet, apart from a reason that is missing. */
  readonly disabledBecause?: string | null;
  readonly error: CallError | null;
  readonly isUnderWay: boolean;
  readonly onDecide: (reason: string) => void;
  readonly onCancel: () => void;
}

/** One decision that cannot be taken back lightly: with its reason, where one is asked for. */
export function Decide(props: DecideProps): ReactElement {
  const { title, children, act, leave, needsReason, error, isUnderWay, onDecide, onCancel } = props;
  const { disabledBecause = null } = props;
  const { t } = useTranslation(['run', 'common']);
  const [reason, setReason] = useState('');
  const isMissing = needsReason && reason.trim() === '';
  const unreachable = useUnreachable();
  const lacks = unreachable ?? disabledBecause ?? (isMissing ? t('decide.reasonMissing') : null);
  const decide = (): void => {
    if (lacks === null && !isUnderWay) {
      onDecide(reason.trim());
    }
  };
  return (
    <Modal
      open
      width={420}
      title={title}
      onCancel={onCancel}
      onConfirm={decide}
      footer={
        <div className="decide-foot">
          <Action onAct={onCancel}>{leave ?? t('common:cancel')}</Action>
          <Action
            kind="primary"
            requested={isUnderWay}
            disabledBecause={lacks}
            shortcut="Ctrl ↵"
            onAct={decide}
          >
            {act}
          </Action>
        </div>
      }
    >
      <div className="decide">
        <div className="quiet">{children}</div>
        {needsReason ? (
          <label>
            <span className="small">
              {t('common:reason')} * <span className="faint">{t('common:reasonHint')}</span>
            </span>
            <Input.TextArea rows={3} value={reason} onChange={({ target }) => setReason(target.value)} />
          </label>
        ) : null}
        {error === null ? null : <Failed title={t('decide.refused')} error={error} />}
      </div>
    </Modal>
  );
}
