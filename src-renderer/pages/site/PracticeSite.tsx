import { Select } from 'antd';
import { Modal } from '../../components/Modal.tsx';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../src-main/contract/configure.ts';
import { useWords } from '../../app/language.ts';
import { useAnswer, useDeed } from '../../app/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Failed } from '../../components/State.tsx';

type Practice = Extract<Site, { kind: 'practice' }>;

interface PracticeSiteProps {
  readonly site: Practice;
  readonly onChange: (site: Practice) => void;
  /** The job's workbook: the sample's own copy is laid out again after a reset. */
  readonly path: string;
  readonly onReset: () => void;
}

const isSample = (path: string): boolean => /practice-workbook[\\/]/.test(path);

/** The practice site of this machine: what is to go wrong in it, and beginning afresh. */
export function PracticeSite({ site, onChange, path, onReset }: PracticeSiteProps): ReactElement {
  const { t } = useTranslation(['site', 'common']);
  const words = useWords();
  const [isAsking, setAsking] = useState(false);
  const faults = useAnswer('faults', (client, signal) => client.practice.faults({}, { signal }));
  const resetting = useDeed(async (client) => {
    await client.practice.reset({});
    if (isSample(path)) await client.practice.open({});
  });
  const reset = async (): Promise<void> => {
    const isDone = await resetting.act();
    setAsking(false);
    if (isDone) onReset();
  };
  return (
    <>
      <p className="small quiet">{t('practice.hint')}</p>
      <label className="site-field">
        <span>{t('practice.faults')}</span>
        <Select
          mode="tags"
          // Within the dialog: what stands outside of it lies behind it.
          getPopupContainer={(place: HTMLElement) => place.parentElement ?? place}
          value={[...(site.faults ?? [])]}
          placeholder={t('practice.noFaults')}
          onChange={(chosen: string[]) => onChange({ ...site, faults: chosen })}
          optionRender={({ value, label }) => (
            <span className="site-fault">
              {label}
              <span className="mono faint"> {value}</span>
            </span>
          )}
          labelRender={({ value }) => <span className="mono">{value}</span>}
          options={(faults.value ?? []).map(({ example, description }) => ({
            ...{ value: example, label: words(description) },
          }))}
        />
      </label>
      <p className="small quiet">{t('practice.faultsHint')}</p>
      <p>
        <Action size="small" kind="danger" onAct={() => setAsking(true)}>
          {t('practice.reset')}
        </Action>
      </p>
      {resetting.error === null ? null : <Failed title={t('practice.resetFailed')} error={resetting.error} />}
      <Modal
        open={isAsking}
        width={420}
        title={t('practice.resetTitle')}
        onCancel={() => setAsking(false)}
        footer={
          <div className="site-acts">
            <Action onAct={() => setAsking(false)}>{t('common:cancel')}</Action>
            <Action kind="danger" requested={resetting.isUnderWay} onAct={() => void reset()}>
              {t('practice.reset')}
            </Action>
          </div>
        }
      >
        <p className="quiet">{t('practice.resetText')}</p>
      </Modal>
    </>
  );
}
