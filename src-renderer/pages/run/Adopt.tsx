import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Existing, RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../app/language.ts';
import { useAnswer, useDeed } from '../../app/use-call.ts';
import { Failed, Loading } from '../../components/State.tsx';
import { Decide } from './Decide.tsx';

interface AdoptProps {
  readonly run: RunRow;
  readonly step: StepRow;
  readonly onClose: () => void;
}

function Differences({ found, verdict, differences }: Existing): ReactElement {
  const { t } = useTranslation('run');
  const words = useWords();
  return (
    <>
      <p>
        {verdict === 'equal' ? t('adopt.equal') : ''} {words(found)}
      </p>
      {differences.length === 0 ? null : (
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">{t('adopt.field')}</th>
              <th scope="col">{t('adopt.planned')}</th>
              <th scope="col">{t('adopt.actual')}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ field, planned, actual }) => (
              <tr key={field.en}>
                <td>{words(field)}</td>
                <td>{words(planned)}</td>
                <td>{words(actual)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** Shows what is there beside the plan, looked at now; what the person saw is what is agreed to. */
export function Adopt({ run, step, onClose }: AdoptProps): ReactElement {
  const { t } = useTranslation('run');
  const words = useWords();
  const about = { run: run.id, step: step.key };
  const existing = useAnswer(`existing/${run.id}/${step.key}`, (client, signal) =>
    client.runs.existing(about, { signal }),
  );
  const adopt = useDeed((client, reason: string) =>
    client.runs.adopt({ ...about, reason, agreed: existing.value?.differences ?? null }),
  );
  return (
    <Decide
      needsReason
      title={t('decide.adopt.title', { step: words(step.title) })}
      act={t('decide.adopt.act')}
      error={adopt.error}
      isUnderWay={adopt.isUnderWay || existing.value === null}
      onCancel={onClose}
      onDecide={(reason) =>
        void adopt.act(reason).then((taken) => {
          if (taken) onClose();
        })
      }
    >
      {existing.value === null ? null : <Differences {...existing.value} />}
      {existing.value === null && existing.error === null ? <Loading /> : null}
      {existing.error === null ? null : <Failed title={t('adopt.unread')} error={existing.error} />}
      <p>{t('decide.adopt.follows', { step: words(step.title) })}</p>
    </Decide>
  );
}
