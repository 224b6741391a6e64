import { Input } from 'antd';
import { Modal } from '../../components/Modal.tsx';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../words/language.ts';
import { engineOf, type EngineFacts } from '../../engine-pages.ts';
import { useDeed, type Asked } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Failed, Loading } from '../../components/State.tsx';
import { useEditable, type EditableValue } from './use-editable.ts';
import './decide.css';

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

interface EditRetryProps {
  readonly run: RunRow;
  readonly step: StepRow;
  readonly onClose: () => void;
}

/** A value of the plan put right in this run, then the step again; what it was read from stays as it is, the report names the change. */
export function EditRetry({ run, step, onClose }: EditRetryProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const values = useEditable(run.id, step.key);
  const [edits, setEdits] = useState<ReadonlyMap<string, string>>(new Map());
  const retry = useDeed((client) =>
    client.runs.retry({
      run: run.id,
      steps: [step.key],
      secrets: [],
      edits: [...edits].map(([key, value]) => ({ key, value })),
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
  const isSame = edits.size === 0;
  const act = (): void => {
    if (isSame || retry.isUnderWay) {
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
            disabledBecause={isSame ? t('edit.same') : null}
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
        {retry.error === null ? null : <Failed title={t('decide.refused')} error={retry.error} />}
      </div>
    </Modal>
  );
}
