import { Input, Select } from 'antd';
import { Modal } from '../../components/Modal.tsx';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../app/language.ts';
import { inOneLine, usePlanWords } from '../../app/plan-words.ts';
import { useAnswer, useDeed } from '../../app/use-call.ts';
import type { Asked } from '../../app/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Failed, Loading } from '../../components/State.tsx';

interface FieldsProps {
  readonly values: readonly { readonly key: string; readonly value: string | null }[];
  readonly chosen: string | null;
  readonly now: string;
  readonly onChoose: (key: string) => void;
  readonly onChange: (value: string) => void;
}

function Fields({ values, chosen, now, onChoose, onChange }: FieldsProps): ReactElement {
  const { t } = useTranslation('run');
  const said = usePlanWords();
  const named = (path: string): string => {
    const words = said(path, (at) => values.find(({ key }) => key === at)?.value ?? null);
    return words === null ? path : inOneLine(words.of, words.word);
  };
  return (
    <>
      <label>
        <span className="small">{t('edit.which')}</span>
        <Select
          aria-label={t('edit.which')}
          value={chosen}
          onChange={(next: string | null) => {
            if (next !== null) onChoose(next);
          }}
          options={values.map((one) => ({
            value: one.key,
            label: `${named(one.key)} = ${one.value ?? '—'}`,
            title: one.key,
          }))}
          notFoundContent={t('edit.none')}
        />
      </label>
      <label>
        <span className="small">{t('edit.value')}</span>
        <Input value={now} disabled={chosen === null} onChange={({ target }) => onChange(target.value)} />
      </label>
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
  if (asked.error !== null) return <Failed title={title} error={asked.error} />;
  return asked.value === null ? <Loading /> : null;
}

interface EditRetryProps {
  readonly run: RunRow;
  readonly step: StepRow;
  readonly onClose: () => void;
}

/** A value of the plan put right in this run, then the step again; the sheet stays as it is, the report names the change. */
export function EditRetry({ run, step, onClose }: EditRetryProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const values = useAnswer(`editable/${run.id}/${step.key}`, (client, signal) =>
    client.runs.editable({ run: run.id, step: step.key }, { signal }),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [value, setValue] = useState<string | null>(null);
  const retry = useDeed((client, edit: { key: string; value: string }) =>
    client.runs.retry({ run: run.id, steps: [step.key], edits: [edit], secrets: [] }),
  );
  const known = values.value ?? [];
  const picked = known.find((one) => one.key === chosen) ?? known[0];
  const [key, before] = [picked?.key ?? null, picked?.value ?? ''];
  const now = value ?? before;
  const same = now === before;
  const act = (): void => {
    if (key === null || same) return;
    void retry.act({ key, value: now }).then((taken) => {
      if (taken) onClose();
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
            disabledBecause={key === null || same ? t('edit.same') : null}
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
          <Fields
            values={values.value}
            chosen={key}
            now={now}
            onChoose={(next) => {
              setChosen(next);
              setValue(null);
            }}
            onChange={setValue}
          />
        )}
        {retry.error === null ? null : <Failed title={t('decide.refused')} error={retry.error} />}
      </div>
    </Modal>
  );
}
