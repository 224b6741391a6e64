import { Modal } from '../../../components/Modal.tsx';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../../src-main/contract/configure.ts';
import { useDeed } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { PaceToggles } from '../../../components/PaceToggles.tsx';
import { Failed } from '../../../components/State.tsx';
import { Faults } from './Faults.tsx';
import type { FaultNames } from './fault-names.ts';

type Practice = Extract<Site, { kind: 'practice' }>;

interface PracticeSiteProps {
  readonly site: Practice;
  readonly onChange: (site: Practice) => void;
  /** The job's workbook: the sample's own copy is laid out again after a reset. */
  readonly path: string;
  readonly onReset: () => void;
  readonly names: FaultNames;
}

const isSample = (path: string): boolean => /practice-workbook[\\/]/.test(path);

/** The practice site of this machine: what is to go wrong in it, and beginning afresh. */
export function PracticeSite({ site, onChange, path, onReset, names }: PracticeSiteProps): ReactElement {
  const { t } = useTranslation(['site', 'common']);
  const [isAsking, setAsking] = useState(false);
  const resetting = useDeed(async (client) => {
    await client.practice.reset({});
    if (isSample(path)) {
      await client.configure.practiceStart({ pace: null });
    }
  });
  const reset = async (): Promise<void> => {
    const isDone = await resetting.act();
    setAsking(false);
    if (isDone) {
      onReset();
    }
  };
  return (
    <>
      <p className="small quiet">{t('practice.hint')}</p>
      <div className="site-field">
        <span>{t('common:pace.title')}</span>
        <PaceToggles onChange={(pace) => onChange({ ...site, pace })} />
      </div>
      <Faults specs={site.faults ?? []} names={names} onChange={(faults) => onChange({ ...site, faults })} />
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
