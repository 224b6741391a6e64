import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { stepRefusal } from '../../../src-main/contract/step-operations.ts';
import type { StepOperation } from '../../../src-main/contract/step-operations.ts';
import { useWords } from '../../app/language.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useDeed } from '../../app/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { Failed } from '../../components/State.tsx';
import { Adopt } from './Adopt.tsx';
import { Decide } from './Decide.tsx';
import { EditRetry } from './EditRetry.tsx';

type Reasoned = 'skip' | 'mark-done';
type Decision = Reasoned | 'adopt';

interface StepActionsProps {
  readonly run: RunRow;
  readonly step: StepRow;
}

/** What a person may decide about a step; what is refused says why. */
export function StepActions({ run, step }: StepActionsProps): ReactElement | null {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const [open, setOpen] = useState<Decision | 'edit' | null>(null);
  const about = { run: run.id, step: step.key };
  const retry = useDeed((client) =>
    client.runs.retry({ run: run.id, steps: [step.key], edits: [], secrets: [] }),
  );
  const decide = useDeed(async (client, { kind, reason }: { kind: Reasoned; reason: string }) => {
    const decision = { ...about, reason };
    if (kind === 'skip') await client.runs.skip(decision);
    else await client.runs.markDone(decision);
  });
  const why = (operation: StepOperation): string | null => {
    const refusal = stepRefusal(operation, run, step);
    return refusal === null ? null : t(`refusals.${refusal}`);
  };
  const retryNow = (): void => {
    if (why('retry') === null) void retry.act();
  };
  const edit = (): void => {
    if (why('edit') === null) setOpen('edit');
  };
  useShortcut('r', t('keys.retry'), retryNow);
  useShortcut('e', t('keys.edit'), edit);
  const decisions: readonly Decision[] = ['skip', 'mark-done', 'adopt'];
  if (why('retry') !== null && decisions.every((kind) => why(kind) !== null)) return null;
  const conflict = step.error?.category === 'conflict';
  return (
    <>
      <div className="step-actions">
        <Action kind={conflict ? 'primary' : 'plain'} disabledBecause={why('edit')} shortcut="E" onAct={edit}>
          {t('actions.edit')}
        </Action>
        <Action
          kind={conflict ? 'plain' : 'primary'}
          requested={retry.isUnderWay}
          disabledBecause={why('retry')}
          shortcut="R"
          onAct={retryNow}
        >
          {t('common:retry')}
        </Action>
        {decisions.map((kind) => (
          <Action key={kind} disabledBecause={why(kind)} onAct={() => setOpen(kind)}>
            {t(`actions.${kind}`)}
          </Action>
        ))}
      </div>
      {why('adopt') === null ? null : (
        <p className="small quiet step-note">
          <Glyph name="info" /> {why('adopt')}
        </p>
      )}
      {retry.error === null ? null : <Failed title={t('actions.retryRefused')} error={retry.error} />}
      {open === 'edit' ? <EditRetry run={run} step={step} onClose={() => setOpen(null)} /> : null}
      {open === 'adopt' ? <Adopt run={run} step={step} onClose={() => setOpen(null)} /> : null}
      {open === 'skip' || open === 'mark-done' ? (
        <Decide
          needsReason
          title={t(`decide.${open}.title`, { step: words(step.title) })}
          act={t(`decide.${open}.act`)}
          error={decide.error}
          isUnderWay={decide.isUnderWay}
          onCancel={() => {
            decide.forget();
            setOpen(null);
          }}
          onDecide={(reason) =>
            void decide.act({ kind: open, reason }).then((taken) => {
              if (taken) setOpen(null);
            })
          }
        >
          {t(`decide.${open}.follows`, { step: words(step.title) })}
        </Decide>
      ) : null}
    </>
  );
}
