import { Checkbox, Input } from 'antd';
import { Modal } from '../../components/Modal.tsx';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditCheck, RunEdit } from '../../../src-main/contract/run-edits.ts';
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../words/language.ts';
import { engineOf, type EngineFacts } from '../../engine-pages.ts';
import { useAnswer, useDeed, type Asked } from '../../ask/use-call.ts';
import { useRested } from '../../hooks/use-rested.ts';
import { Action } from '../../components/Action.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { Failed, Loading } from '../../components/State.tsx';
import { useEditable, type EditableValue } from './use-editable.ts';
import './decide.css';

const glyphs = { error: 'error', warning: 'caution', info: 'info' } as const;

const noNames: EngineFacts['useValueName'] = () => () => null;

interface FieldsProps {
  /** Of the run. */
  readonly kind: string;
  readonly values: readonly EditableValue[];
  /** What was written over the planned values so far, by key. */
  readonly edits: ReadonlyMap<string, string>;
  readonly onChange: (key: string, value: string) => void;
}

/** Every value that the step works from, to be written over in place; the planned one stays beside a changed one. */
function Fields({ kind, values, edits, onChange }: FieldsProps): ReactElement {
  const { t } = useTranslation('run');
  const { useValueName } = engineOf(kind)?.facts ?? { useValueName: noNames };
  const nameOf = useValueName();
  const named = (path: string): string =>
    nameOf(path, (at) => values.find(({ key }) => key === at)?.value ?? null) ?? path;
  if (values.length === 0) {
    return <p>{t('edit.none')}</p>;
  }
  return (
    <>
      {values.map(({ key, value }) => (
        <label key={key}>
          <span className="small">
            {named(key)}{' '}
            {edits.has(key) ? <span className="quiet">{t('edit.was', { value: value ?? '—' })}</span> : null}
          </span>
          <Input
            value={edits.get(key) ?? value ?? ''}
            onChange={({ target }) => onChange(key, target.value)}
          />
        </label>
      ))}
    </>
  );
}

function Reading({
  asked,
  title,
}: {
  readonly asked: Asked<unknown>;
  readonly title: string;
}): ReactElement | null {
  if (asked.error !== null) {
    return <Failed title={title} error={asked.error} />;
  }
  return asked.value === null ? <Loading /> : null;
}

interface FoundProps {
  readonly asked: Asked<EditCheck | null>;
  readonly isKept: boolean;
  readonly onKeep: (isKept: boolean) => void;
}

/** What the new values contradict, and whether later runs take them too. */
function Found({ asked, isKept, onKeep }: FoundProps): ReactElement | null {
  const { t } = useTranslation('run');
  const words = useWords();
  const check = asked.value;
  if (asked.error !== null) {
    return <Failed title={t('edit.refused')} error={asked.error} />;
  }
  if (check === null) {
    return asked.isLoading ? <p className="small faint">{t('edit.checking')}</p> : null;
  }
  const places = check.places.map(({ place }) => place).join(t('edit.mark'));
  return (
    <>
      <div role="status" className="edit-found">
        {check.findings.length === 0 && check.unchecked === null ? (
          <span className="tone-ok">
            <Glyph name="unchanged" /> {t('edit.fine')}
          </span>
        ) : null}
        <ul>
          {check.findings.map(({ severity, place, message }) => (
            <li key={`${place} ${message.en}`}>
              <Glyph name={glyphs[severity]} label={t(`edit.severity.${severity}`)} /> <b>{place}</b>{' '}
              {words(message)}
            </li>
          ))}
        </ul>
        {check.unchecked === null ? null : <p className="tone-warn">{words(check.unchecked)}</p>}
      </div>
      {places === '' ? null : (
        <Checkbox checked={isKept} onChange={({ target }) => onKeep(target.checked)}>
          {t('edit.keep', { places })}
        </Checkbox>
      )}
    </>
  );
}

/** Milliseconds without a key before it is asked. */
const pauseMs = 250;

/** What the changed values come to, asked once the person pauses; null while none is changed. */
function useCheck(run: string, edits: readonly RunEdit[]): Asked<EditCheck | null> {
  const key = JSON.stringify(edits);
  const rested = useRested(key, pauseMs);
  const asked = useAnswer(`edits/${run}/${rested}`, async (client, signal) => {
    const settled = JSON.parse(rested) as RunEdit[];
    return settled.length === 0 ? null : client.runs.checkEdits({ run, edits: settled }, { signal });
  });
  return rested === key ? asked : { ...asked, value: null, error: null, isLoading: true };
}

interface EditRetryProps {
  readonly run: RunRow;
  readonly step: StepRow;
  readonly onClose: () => void;
}

/** A value of the plan put right in this run, then the step again; the report names the change with its reason. */
export function EditRetry({ run, step, onClose }: EditRetryProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const values = useEditable(run.id, step.key);
  const [edits, setEdits] = useState<ReadonlyMap<string, string>>(new Map());
  const [reason, setReason] = useState('');
  const [isKept, setKept] = useState(true);
  const edited = [...edits].map(([key, value]) => ({ key, value }));
  const check = useCheck(run.id, edited);
  const retry = useDeed((client) =>
    client.runs.retry({
      run: run.id,
      steps: [step.key],
      secrets: [],
      edits: edited,
      reason: reason.trim(),
      keep: isKept,
    }),
  );
  const change = (key: string, value: string): void => {
    const planned = values.value?.find((one) => one.key === key)?.value ?? '';
    const changed = new Map(edits);
    // A value written back as it was is no change.
    if (value === planned) {
      changed.delete(key);
    } else {
      changed.set(key, value);
    }
    setEdits(changed);
  };
  const obstacleOf = (): string | null => {
    if (edits.size === 0) {
      return t('edit.same');
    }
    if (check.error !== null || check.value?.findings.some(({ severity }) => severity === 'error') === true) {
      return t('edit.wrong');
    }
    if (check.value === null) {
      return t('edit.checking');
    }
    return reason.trim() === '' ? t('decide.reasonMissing') : null;
  };
  const obstacle = obstacleOf();
  const act = (): void => {
    if (obstacle !== null || retry.isUnderWay) {
      return;
    }
    void retry.act().then((taken) => {
      if (taken) {
        onClose();
      }
    });
  };
  return (
    <Modal
      open
      width={480}
      title={t('edit.title', { step: words(step.title) })}
      onCancel={onClose}
      onConfirm={act}
      footer={
        <div className="decide-foot">
          <Action onAct={onClose}>{t('common:cancel')}</Action>
          <Action
            kind="primary"
            requested={retry.isUnderWay}
            disabledBecause={obstacle}
            shortcut="Ctrl ↵"
            onAct={act}
          >
            {t('edit.act')}
          </Action>
        </div>
      }
    >
      <div className="decide">
        <p className="quiet">{t('edit.hint')}</p>
        <Reading asked={values} title={t('edit.failed')} />
        {values.value === null ? null : (
          <Fields kind={run.kind} values={values.value} edits={edits} onChange={change} />
        )}
        {edits.size === 0 ? null : (
          <>
            <Found asked={check} isKept={isKept} onKeep={setKept} />
            <label>
              <span className="small">
                {t('common:reason')} * <span className="faint">{t('common:reasonHint')}</span>
              </span>
              <Input value={reason} onChange={({ target }) => setReason(target.value)} />
            </label>
          </>
        )}
        {retry.error === null ? null : <Failed title={t('decide.refused')} error={retry.error} />}
      </div>
    </Modal>
  );
}
