import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Existing, RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../words/language.ts';
import { useAnswer, useDeed } from '../../ask/use-call.ts';
import { Compare } from '../../components/Compare.tsx';
import { Glyph } from '../../components/Glyph.tsx';
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
  if (verdict === 'absent') {
    return (
      <p className="adopt-found">
        <Glyph name="failed" /> {words(found)}
      </p>
    );
  }
  return (
    <>
      <p className="adopt-found">
        <Glyph name={verdict === 'equal' ? 'unchanged' : 'caution'} />
        {t(`adopt.${verdict}`)} <span className="mono">{words(found)}</span>
      </p>
      {differences.length === 0 ? null : (
        <Compare
          label={t('detail.compared')}
          heads={{ subject: t('detail.field'), first: t('detail.planned'), second: t('detail.actual') }}
          rows={differences.map(({ field, planned, actual }) => ({
            key: field.en,
            subject: words(field),
            first: words(planned),
            second: words(actual),
            likeness: 'different',
          }))}
        />
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
  const notYet =
    existing.value === null
      ? t(existing.error === null ? 'adopt.reading' : 'adopt.unread')
      : existing.value.verdict === 'absent'
        ? t('refusals.nothingToAdopt')
        : null;
  return (
    <Decide
      needsReason
      title={t('decide.adopt.title', { step: words(step.title) })}
      act={t('decide.adopt.act')}
      error={adopt.error}
      isUnderWay={adopt.isUnderWay}
      disabledBecause={notYet}
      onCancel={onClose}
      onDecide={(reason) =>
        void adopt.act(reason).then((taken) => {
          if (taken) {
            onClose();
          }
        })
      }
    >
      {existing.value === null ? null : <Differences {...existing.value} />}
      {existing.value === null && existing.error === null ? <Loading /> : null}
      {existing.error === null ? null : (
        <Failed title={t('adopt.unread')} error={existing.error} onRetry={existing.again} />
      )}
      {existing.value?.verdict === 'absent' ? null : (
        <p>{t('decide.adopt.follows', { step: words(step.title) })}</p>
      )}
    </Decide>
  );
}
