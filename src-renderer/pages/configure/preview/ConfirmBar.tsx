import { Checkbox, type CheckboxRef } from 'antd';
import { Modal } from '../../../components/Modal.tsx';
import { useRef, useState, type ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { Trans, useTranslation } from 'react-i18next';
import type { PreviewStep, Totals } from '../../../../src-main/contract/preview-scope.ts';
import type { Text } from '../../../../src-main/contract/text.ts';
import { useWords } from '../../../words/language.ts';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { Action } from '../../../components/Action.tsx';

interface ConfirmBarProps {
  readonly isPractice: boolean;
  /** Where it is done: the planned name, and of a real site the address. */
  readonly where: string;
  readonly address: string | null;
  readonly totals: Totals;
  readonly isAgreed: boolean;
  readonly onAgree: (isAgreed: boolean) => void;
  readonly starting: { readonly isUnderWay: boolean; readonly start: () => void };
  readonly exporting: { readonly isUnderWay: boolean; readonly make: () => void };
  readonly onPreflight: () => void;
  /** What stands in the way of every run. */
  readonly obstacle: PreviewStep | null;
}

interface AskProps {
  readonly address: string;
  readonly totals: Totals;
  readonly onClose: () => void;
  readonly onStart: () => void;
}

/** A real site is named once more: the way back from here is undoing, where that can be done. */
function RealSiteQuestion({ address, totals, onClose, onStart }: AskProps): ReactElement {
  const { t } = useTranslation(['preview', 'common']);
  return (
    <Modal
      open
      onCancel={onClose}
      title={t('ask.title')}
      footer={
        <div className="site-acts">
          <Action onAct={onClose}>{t('common:cancel')}</Action>
          <Action kind="primary" onAct={onStart}>
            {t('bar.startReal', { count: totals.steps })}
          </Action>
        </div>
      }
    >
      <p className="mono strong preview-address">{address}</p>
      <p className="quiet">{t('ask.text', { count: totals.steps, changes: totals.changes })}</p>
      {totals.final === 0 ? null : (
        <p className="tone-warn strong">{t('ask.final', { count: totals.final })}</p>
      )}
    </Modal>
  );
}

/** Why the run cannot be started, in words; null when it can. */
function whyNot(
  { totals, isAgreed, obstacle }: ConfirmBarProps,
  t: TFunction<['preview', 'common']>,
  words: (text: Text) => string,
): string | null {
  if (totals.changes === 0 && totals.steps === 0) {
    return t('bar.nothing');
  }
  if (obstacle !== null && obstacle.asks !== true) {
    return t('bar.inTheWay', { step: words(obstacle.title) });
  }
  return isAgreed ? null : t('bar.agreeFirst');
}

/** What is about to be done and where, once more in one line, and the one button that does it. */
export function ConfirmBar(props: ConfirmBarProps): ReactElement {
  const { t } = useTranslation(['preview', 'common']);
  const { isPractice, where, address, totals, isAgreed, onAgree, starting, exporting } = props;
  const [isAsking, setAsking] = useState(false);
  const words = useWords();
  const disabledBecause = whyNot(props, t, words);
  const agreeing = useRef<CheckboxRef>(null);
  const [said, setSaid] = useState<string | null>(null);
  const start = (): void => {
    if (disabledBecause !== null) {
      setSaid(disabledBecause);
      if (!isAgreed) {
        agreeing.current?.focus();
      }
      return;
    }
    if (starting.isUnderWay) {
      return;
    }
    if (isPractice || address === null) {
      starting.start();
    } else {
      setAsking(true);
    }
  };
  useShortcut('Ctrl+enter', t(isPractice ? 'keys.practice' : 'keys.start'), start);
  const title = isPractice ? 'bar.startPractice' : 'bar.startReal';
  return (
    <div className={isPractice ? 'preview-confirm practice' : 'preview-confirm'}>
      <span className="mark">{isPractice ? t('common:practice') : t('common:onSite')}</span>
      <span className="cut">
        <Trans
          t={t}
          i18nKey="preview:bar.what"
          values={{ where, count: totals.steps }}
          components={{ b: <b /> }}
        />
        {totals.final === 0 ? null : <b className="tone-warn">{t('bar.final', { count: totals.final })}</b>}
      </span>
      <Checkbox ref={agreeing} checked={isAgreed} onChange={({ target }) => onAgree(target.checked)}>
        {t('bar.agree')}
      </Checkbox>
      <span role="status" className="small preview-why">
        {said === disabledBecause ? said : null}
      </span>
      <span className="grow" />
      <Action requested={exporting.isUnderWay} onAct={exporting.make}>
        {t('bar.export')}
      </Action>
      <Action onAct={props.onPreflight}>{t('bar.preflight')}</Action>
      <Action
        kind="primary"
        shortcut="Ctrl ↵"
        disabledBecause={disabledBecause}
        requested={starting.isUnderWay}
        onAct={start}
      >
        {t(title, { count: totals.steps })}
      </Action>
      {isAsking && address !== null ? (
        <RealSiteQuestion
          address={address}
          totals={totals}
          onClose={() => setAsking(false)}
          onStart={() => {
            setAsking(false);
            starting.start();
          }}
        />
      ) : null}
    </div>
  );
}
