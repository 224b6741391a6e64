import { Checkbox } from 'antd';
import type { ReactElement } from 'react';
import { isChange, type PreviewStep } from '../../../../src-main/contract/preview-scope.ts';
import type { Text } from '../../../../src-main/contract/text.ts';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../../words/language.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { LaterNotes } from '../../../components/LaterNotes.tsx';
import type { Column } from '../../../components/table/Table.tsx';
import { Cells } from './Cells.tsx';
import { objectOf } from '../../../words/step-object.ts';
import { missingFor, shortCall } from './scope.ts';

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

const isOff = ({ key }: PreviewStep, { skip, withheld }: Scope): boolean =>
  withheld.has(key) || skip.includes(key);

/** It changes nothing, or is not to be done. */
export const isIdle = (step: PreviewStep, scope: Scope): boolean => isOff(step, scope) || !isChange(step);

/** Of a step that cannot be done: why, in the place of what is there and what will be. */
function Withheld({ why }: { readonly why: Text }): ReactElement {
  const { t } = useTranslation(['preview', 'preflight']);
  const words = useWords();
  return (
    <>
      <Glyph name="error" label={t('preflight:verdict.error')} /> <b>{t('withheld')}</b> · {words(why)}
    </>
  );
}

interface StepColumns {
  readonly tick: Column<PreviewStep>;
  readonly rest: readonly Column<PreviewStep>[];
}

/** What is sent, what is there now, what will be, whether it can be taken back, and by which cell. */
export function useStepColumns(scope: Scope): StepColumns {
  const { t } = useTranslation('preview');
  const words = useWords();
  const name = useStepName();
  const { withheld, importId, onToggle } = scope;
  const tick: Column<PreviewStep> = {
    key: 'tick',
    title: t('everything'),
    widthPx: 34,
    isFixed: true,
    render: (step) => (
      <Checkbox
        checked={!isOff(step, scope)}
        disabled={step.mandatory || withheld.has(step.key)}
        aria-label={words(step.title)}
        title={step.mandatory ? t('mandatory') : ''}
        onChange={({ target }) => onToggle([step.key], target.checked)}
      />
    ),
  };
  const rest: readonly Column<PreviewStep>[] = [
    {
      key: 'step',
      title: t('column.step'),
      widthPx: 236,
      className: 'preview-step',
      hover: ({ title, calls }) => [title, ...calls].map(words).join('\n'),
      render(step) {
        const [call] = step.calls;
        return (
          <>
            {name(step)}
            {call === undefined ? null : <span className="mono preview-call">{shortCall(words(call))}</span>}
          </>
        );
      },
    },
    {
      key: 'now',
      title: t('column.now'),
      widthPx: 144,
      span: ({ key }) => (withheld.has(key) ? 2 : 1),
      className: ({ key }) => (withheld.has(key) ? 'tone-err' : 'quiet'),
      render(step) {
        const why = withheld.get(step.key);
        return why === undefined ? <Now step={step} /> : <Withheld why={why} />;
      },
    },
    {
      key: 'then',
      title: t('column.then'),
      minPx: 160,
      render: (step) => (
        <>
          <Then step={step} scope={scope} />
          <LaterNotes step={step} steps={scope.steps} />
        </>
      ),
    },
    {
      key: 'undo',
      title: t('column.undo'),
      widthPx: 104,
      className: 'small',
      render: (step) => (isIdle(step, scope) ? '—' : <UndoWord isFinal={step.undo === 'none'} />),
    },
    {
      key: 'cells',
      title: t('column.cells'),
      widthPx: 138,
      render: ({ cells }) => <Cells importId={importId} cells={cells} />,
    },
  ];
  return { tick, rest };
}
