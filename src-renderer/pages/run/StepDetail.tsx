import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PlannedStep, RunRow, StepFailure, StepRow } from '../../../src-main/contract/run.ts';
import { stepSentence } from '../../../src-main/contract/state-words.ts';
import { useWords } from '../../words/language.ts';
import { clockTime, noticed } from '../../words/times.ts';
import { useAnswer } from '../../ask/use-call.ts';
import { engineOf } from '../../engine-pages.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { glyphOfStep, StepStatus } from '../../components/Status.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { Attempts } from './Attempts.tsx';
import { Calls } from './Calls.tsx';
import { Compared, Consequences, Technical } from './Failure.tsx';
import { durationOf } from './groups.ts';
import { Question } from './Question.tsx';
import { StepActions } from './StepActions.tsx';
import './step.css';

type Part = 'result' | 'attempts' | 'calls';

interface StepDetailProps {
  readonly run: RunRow;
  readonly steps: readonly StepRow[];
  readonly step: StepRow;
  /** What the plan says of it; undefined until that is known. */
  readonly planned: PlannedStep | undefined;
  readonly now: number;
}

/** What went amiss stands in the sentence; here only why nobody tried again. */
function Stopped({ error: { category, stoppedBecause } }: { readonly error: StepFailure }): ReactElement {
  const { t, i18n } = useTranslation('run');
  const isKnown = i18n.exists(`run:categories.${category}`);
  const kind = isKnown ? t(`categories.${category as 'conflict'}`) : category;
  return (
    <>
      <dt>{t('detail.stopped')}</dt>
      <dd>{t(`stopped.${stoppedBecause}`, { category: kind })}</dd>
    </>
  );
}

const amiss: readonly StepRow['state'][] = ['failed', 'warning', 'unknown', 'canceled'];

/** Whether what it changed can be taken back; nothing is said of a step that is not known to have changed anything. */
function Undo({ step }: { readonly step: StepRow }): ReactElement | null {
  const { t } = useTranslation('run');
  if (amiss.includes(step.state) || step.state === 'skipped') {
    return null;
  }
  return (
    <>
      <dt>{t('detail.undo')}</dt>
      <dd>
        <Reversibility step={step} />
      </dd>
    </>
  );
}

function Reversibility({
  step: { state, changed, undo, undoneBy },
}: {
  readonly step: StepRow;
}): ReactElement {
  const { t } = useTranslation('run');
  if (undoneBy !== undefined) {
    return <Link href={`/runs/${undoneBy}`}>{t('undo.undone', { run: undoneBy })}</Link>;
  }
  // Until its end the row says only what steps of its kind allow, and not whether it will change anything.
  if (state !== 'succeeded') {
    return <span className="quiet">{t('undo.later')}</span>;
  }
  return changed === true ? (
    <>
      <Glyph name={undo === 'possible' ? 'undo' : 'final'} /> {t(`undo.${undo}`)}
    </>
  ) : (
    <>{t('undo.nothing')}</>
  );
}

function Result({ run, steps, step, planned, now }: StepDetailProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const Sources = engineOf(run.kind)?.facts.Sources;
  const said = stepSentence(step);
  const spent = noticed(durationOf(step, now) ?? 0);
  return (
    <>
      {said === null ? null : <p className="step-said">{words(said)}</p>}
      <Compared kind={run.kind} step={step} />
      <dl className="step-facts">
        <dt>{t('detail.state')}</dt>
        <dd>
          <StepStatus {...step} />
        </dd>
        {step.error === null ? null : <Stopped error={step.error} />}
        {amiss.includes(step.state) ? <Consequences step={step} steps={steps} /> : null}
        {Sources === undefined || planned === undefined ? null : <Sources run={run} planned={planned} />}
        {spent === '' ? null : (
          <>
            <dt>{t('detail.spent')}</dt>
            <dd>{spent}</dd>
          </>
        )}
        <Undo step={step} />
      </dl>
      <StepActions run={run} step={step} />
      <Technical step={step} />
    </>
  );
}

/** Everything about one step: how it ended, each attempt with its evidence, the calls it made, and what can be done. */
export function StepDetail(props: StepDetailProps): ReactElement {
  const { run, step } = props;
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const [part, setPart] = useState<Part>('result');
  const asked = useAnswer(`attempts/${run.id}/${step.key}/${step.attempts}/${step.state}`, (client, signal) =>
    client.runs.attempts({ run: run.id, step: step.key }, { signal }),
  );
  const attempts = asked.value ?? [];
  const question = run.waiting?.step === step.key ? run.waiting : null;
  return (
    <section className="run-pane detail" aria-labelledby="step-title">
      <div className="pane-head">
        <Toggles
          label={t('detail.parts')}
          value={part}
          onChange={setPart}
          choices={[
            { key: 'result', title: t('detail.result') },
            { key: 'attempts', title: t('detail.attempts', { count: attempts.length }) },
            { key: 'calls', title: t('detail.calls') },
          ]}
        />
      </div>
      <div className="run-scroll step-detail">
        <div className="step-head">
          <Glyph name={glyphOfStep(step.state, step.changed, step.undoneBy)} />
          <h2 id="step-title">{words(step.title)}</h2>
          <span className="small quiet">
            {step.attempts === 0 ? '' : t('detail.attempt', { number: step.attempts })}
            {step.endedAt === null ? '' : ` · ${clockTime(step.endedAt)}`}
          </span>
        </div>
        {question === null ? null : <Question key={question.id} run={run} question={question} />}
        {part === 'result' ? <Result {...props} /> : null}
        {part === 'attempts' ? (
          <Attempts kind={run.kind} attempts={attempts} asked={asked} isRunning={step.state === 'running'} />
        ) : null}
        {part === 'calls' ? <Calls attempts={attempts} asked={asked} /> : null}
      </div>
    </section>
  );
}
