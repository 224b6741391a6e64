import { Checkbox } from 'antd';
import type { ReactElement } from 'react';
import type { Text } from '../../../../src-main/contract/text.ts';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../../words/language.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { Cells } from './Cells.tsx';
import { objectOf } from '../../../words/step-object.ts';
import { isChange, missingFor, shortCall, type PreviewStep } from './scope.ts';

export interface Scope {
  readonly importId: number;
  readonly steps: readonly PreviewStep[];
  readonly skip: readonly string[];
  /** What cannot be done, by its step's key, with why. */
  readonly withheld: ReadonlyMap<string, Text>;
  readonly onToggle: (keys: readonly string[], isOn: boolean) => void;
}

interface StepProps {
  readonly step: PreviewStep;
  readonly scope: Scope;
}

/** What a step is called within its group. */
export function useStepName(): (step: PreviewStep) => string {
  const words = useWords();
  return (step) => objectOf(step) ?? words(step.title);
}

function Now({ step }: Pick<StepProps, 'step'>): ReactElement {
  const { t } = useTranslation(['preview', 'common']);
  const words = useWords();
  const found = step.found === undefined ? '' : words(step.found);
  if (step.verdict === 'unreadable') {
    return (
      <>
        <Glyph name="skipped" label={t('unreadable')} /> {found}
      </>
    );
  }
  if (step.verdict === 'blocked') {
    return (
      <span className="tone-warn">
        <Glyph name="warning" label={t('blocked')} /> {found}
      </span>
    );
  }
  if (step.verdict === 'done' && !step.looksOnly) {
    return (
      <>
        <Glyph name="unchanged" label={t('common:alreadySo')} /> {found}
      </>
    );
  }
  return <>{found === '' ? '—' : found}</>;
}

function Then({ step, scope: { steps, skip } }: StepProps): ReactElement {
  const { t } = useTranslation(['preview', 'common']);
  const words = useWords();
  const name = useStepName();
  if (skip.includes(step.key)) {
    const missing = missingFor(steps, skip, step);
    return <>{missing === null ? t('off') : t('offWith', { name: name(missing) })}</>;
  }
  if (step.verdict === 'done') {
    return <>{step.looksOnly ? t('looksOnly') : t('noChange')}</>;
  }
  if (step.verdict === 'blocked') {
    return <span className="tone-warn">{t('blockedHint')}</span>;
  }
  if (step.change === undefined) {
    return <>—</>;
  }
  const isValue = step.change.zh === step.change.en;
  return <span className={isValue ? 'strong' : undefined}>{words(step.change)}</span>;
}

export function UndoWord({
  isFinal,
  count,
}: {
  readonly isFinal: boolean;
  readonly count?: number;
}): ReactElement {
  const { t } = useTranslation('preview');
  return (
    <span className="preview-undo">
      <Glyph name={isFinal ? 'final' : 'undo'} />
      <span className={isFinal ? 'tone-warn' : 'quiet'}>{isFinal ? t('final') : t('undoable')}</span>
      {count === undefined ? null : ` ${count}`}
    </span>
  );
}

/** What is there and what will be; of a step that cannot be done, why, in the place of both. */
function NowAndThen({ step, scope }: StepProps): ReactElement {
  const { t } = useTranslation(['preview', 'preflight']);
  const words = useWords();
  const why = scope.withheld.get(step.key);
  if (why !== undefined) {
    return (
      <td colSpan={2} className="preview-said tone-err">
        <Glyph name="error" label={t('preflight:verdict.error')} /> <b>{t('withheld')}</b> · {words(why)}
      </td>
    );
  }
  return (
    <>
      <td className="preview-said quiet">
        <Now step={step} />
      </td>
      <td className="preview-said">
        <Then step={step} scope={scope} />
      </td>
    </>
  );
}

/** One step: what is sent, what is there now, what will be, whether it can be taken back, and by which cell. */
export function StepRow({ step, scope }: StepProps): ReactElement {
  const { t } = useTranslation(['preview', 'common']);
  const words = useWords();
  const name = useStepName();
  const why = scope.withheld.get(step.key);
  const isOff = why !== undefined || scope.skip.includes(step.key);
  const calls = step.calls.map(words);
  const isIdle = isOff || !isChange(step);
  return (
    <tr className={isIdle ? 'preview-idle' : undefined}>
      <td>
        <Checkbox
          checked={!isOff}
          disabled={step.mandatory || why !== undefined}
          aria-label={words(step.title)}
          {...(step.mandatory ? { title: t('mandatory') } : {})}
          onChange={({ target }) => scope.onToggle([step.key], target.checked)}
        />
      </td>
      <td className="preview-step" title={[words(step.title), ...calls].join('\n')}>
        {name(step)}
        {calls[0] === undefined ? null : <span className="mono preview-call">{shortCall(calls[0])}</span>}
      </td>
      <NowAndThen step={step} scope={scope} />
      <td className="small">
        {isOff || !isChange(step) ? '—' : <UndoWord isFinal={step.undo === 'none'} />}
      </td>
      <td>
        <Cells importId={scope.importId} cells={step.cells} />
      </td>
    </tr>
  );
}
