import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { stepRefusal, type StepOperation } from '../../../src-main/contract/step-operations.ts';
import { useWords } from '../../words/language.ts';
import { useShortcut } from '../../hooks/shortcuts.ts';
import { useUnreachable } from '../../ask/unreachable.ts';
import { useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { Failed } from '../../components/State.tsx';
import { Adopt } from './Adopt.tsx';
import { Decide } from './Decide.tsx';
import { EditRetry } from './EditRetry.tsx';
import { actionKinds } from './first-action.ts';
import { useEditable } from './use-editable.ts';

type Reasoned = 'skip' | 'mark-done';
type Decision = Reasoned | 'adopt';

interface StepActionsProps {
  readonly run: RunRow;
  readonly step: StepRow;
}

interface Refusals {
  /** Why the operation cannot be asked for, in words; null where it can. */
  readonly why: (operation: StepOperation) => string | null;
  /** The failure is none that something on the site could settle. */
  readonly canNeverAdopt: boolean;
  /** Known once the values have been read. */
  readonly canEdit: boolean;
}

function useRefusals({ run, step }: StepActionsProps): Refusals {
  const { t } = useTranslation('run');
  const editable = useEditable(run.id, step.key).value;
  const unreachable = useUnreachable();
  const why = (operation: StepOperation): string | null => {
    if (unreachable !== null) {
      return unreachable;
    }
    const refusal = stepRefusal(operation, run, step);
    if (refusal !== null) {
      return t(`refusals.${refusal}`);
    }
    return operation === 'edit' && editable?.length === 0 ? t('edit.none') : null;
  };
  const canNeverAdopt = stepRefusal('adopt', run, step) === 'nothingToAdopt';
  return { why, canNeverAdopt, canEdit: editable !== null && why('edit') === null };
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
    if (kind === 'skip') {
      await client.runs.skip(decision);
    } else {
      await client.runs.markDone(decision);
    }
  });
  const { why, canEdit, canNeverAdopt } = useRefusals({ run, step });
  const retryNow = (): void => {
    if (why('retry') === null) {
      void retry.act();
    }
  };
  const edit = (): void => {
    if (why('edit') === null) {
      setOpen('edit');
    }
  };
  useShortcut('r', t('keys.retry'), retryNow);
  useShortcut('e', t('keys.edit'), edit);
  const decisions: readonly Decision[] = canNeverAdopt
    ? ['skip', 'mark-done']
    : ['skip', 'mark-done', 'adopt'];
  if (why('retry') !== null && decisions.every((kind) => why(kind) !== null)) {
    return null;
  }
  const kinds = actionKinds(step.error, canEdit);
  return (
    <>
      <div className="step-actions">
        <Action kind={kinds.edit} disabledBecause={why('edit')} shortcut="E" onAct={edit}>
          {t('actions.edit')}
        </Action>
        <Action
          kind={kinds.retry}
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
      {canNeverAdopt || why('adopt') === null ? null : (
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
              if (taken) {
                setOpen(null);
              }
            })
          }
        >
          {t(`decide.${open}.follows`, { step: words(step.title) })}
        </Decide>
      ) : null}
    </>
  );
}
