import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../src-main/contract/json.ts';
import type { RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { stepSentence } from '../../../src-main/contract/state-words.ts';
import { useWords } from '../../app/language.ts';
import { clockTime, shortDuration } from '../../app/times.ts';
import { useAnswer } from '../../app/use-call.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { glyphOfStep, StepStatus } from '../../components/Status.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { Attempts } from './Attempts.tsx';
import { Calls } from './Calls.tsx';
import { durationOf } from './groups.ts';
import { Question } from './Question.tsx';
import { StepActions } from './StepActions.tsx';

type Part = 'result' | 'attempts' | 'calls';

interface StepDetailProps {
  readonly run: RunRow;
  readonly step: StepRow;
  readonly now: number;
}

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What the failure compared, where it says so: `plannedVlanId` beside `actualVlanId`. */
function comparedIn(step: StepRow): readonly (readonly [string, string, string])[] {
  const data = step.error?.data ?? {};
  return Object.entries(data).flatMap(([name, planned]) => {
    if (!name.startsWith('planned')) return [];
    const actual = data[`actual${name.slice('planned'.length)}`];
    return actual === undefined
      ? []
      : [[name.slice('planned'.length), shown(planned), shown(actual)] as const];
  });
}

/** Which error it was, of what kind, and why it was not tried again; the codes stay beside the words. */
function Failure({
  error: { code, category, stoppedBecause },
}: {
  readonly error: NonNullable<StepRow['error']>;
}): ReactElement {
  const { t, i18n } = useTranslation('run');
  const isKnown = i18n.exists(`run:categories.${category}`);
  const kind = isKnown ? t(`categories.${category as 'conflict'}`) : category;
  return (
    <>
      <dt>{t('detail.code')}</dt>
      <dd>
        <code className="mono">{code}</code> {kind}{' '}
        {kind === category ? null : <code className="mono faint">{category}</code>}
      </dd>
      <dt>{t('detail.stopped')}</dt>
      <dd>{t(`stopped.${stoppedBecause}`, { category: kind })}</dd>
    </>
  );
}

const changedNothing = ({ state, changed }: StepRow): boolean =>
  (state === 'succeeded' || state === 'skipped') && changed !== true;

function Result({ run, step, now }: StepDetailProps): ReactElement {
  const { t, i18n } = useTranslation(['run', 'common']);
  const words = useWords();
  const said = stepSentence(step);
  const spent = durationOf(step, now);
  const compared = comparedIn(step);
  return (
    <>
      {said === null ? null : <p className="step-said">{words(said)}</p>}
      {compared.length === 0 ? null : (
        <table className="rows dense step-compared">
          <thead>
            <tr>
              <th />
              <th>{t('detail.planned')}</th>
              <th>{t('detail.actual')}</th>
            </tr>
          </thead>
          <tbody>
            {compared.map(([name, planned, actual]) => (
              <tr key={name} className={planned === actual ? undefined : 'differs'}>
                <td className="quiet">
                  {i18n.exists(`run:compared.${name}`) ? (
                    t(`compared.${name as 'VlanId'}`)
                  ) : (
                    <code className="mono">{name}</code>
                  )}
                </td>
                <td>{planned}</td>
                <td className={planned === actual ? undefined : 'tone-err strong'}>
                  {planned === actual ? actual : `≠ ${actual}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl className="step-facts">
        <dt>{t('detail.state')}</dt>
        <dd>
          <StepStatus state={step.state} changed={step.changed} />
        </dd>
        {step.error === null ? null : <Failure error={step.error} />}
        <dt>{t('detail.step')}</dt>
        <dd className="mono">{step.key}</dd>
        {step.dependsOn.length === 0 ? null : (
          <>
            <dt>{t('detail.after')}</dt>
            <dd className="mono cut" title={step.dependsOn.join(', ')}>
              {step.dependsOn.join(', ')}
            </dd>
          </>
        )}
        {spent === null ? null : (
          <>
            <dt>{t('detail.spent')}</dt>
            <dd>{shortDuration(spent)}</dd>
          </>
        )}
        <dt>{t('detail.undo')}</dt>
        <dd>
          {changedNothing(step) ? (
            t('undo.nothing')
          ) : (
            <>
              <Glyph name={step.undo === 'possible' ? 'undo' : 'final'} /> {t(`undo.${step.undo}`)}
            </>
          )}
        </dd>
      </dl>
      <StepActions run={run} step={step} />
    </>
  );
}

/** Everything about one step: how it ended, each attempt with its evidence, the calls it made, and what can be done. */
export function StepDetail({ run, step, now }: StepDetailProps): ReactElement {
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
          <Glyph name={glyphOfStep(step.state, step.changed)} />
          <h2 id="step-title">{words(step.title)}</h2>
          <span className="small quiet">
            {step.attempts === 0 ? '' : t('detail.attempt', { number: step.attempts })}
            {step.endedAt === null ? '' : ` · ${clockTime(step.endedAt)}`}
          </span>
        </div>
        {question === null ? null : <Question key={question.id} run={run} question={question} />}
        {part === 'result' ? <Result run={run} step={step} now={now} /> : null}
        {part === 'attempts' ? (
          <Attempts attempts={attempts} asked={asked} isRunning={step.state === 'running'} />
        ) : null}
        {part === 'calls' ? <Calls attempts={attempts} asked={asked} /> : null}
      </div>
    </section>
  );
}
