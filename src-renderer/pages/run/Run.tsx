import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Question, RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useLanguage, useWords } from '../../words/language.ts';
import { useAnswer } from '../../ask/use-call.ts';
import { sleepFactsOf } from '../../../src-main/contract/after-sleep.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { FaultChips } from '../../components/FaultChips.tsx';
import { ObjectPage } from '../../components/Page.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { RunStatus } from '../../components/Status.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { engineOf } from '../../engine-pages.ts';
import { AfterSleep } from './AfterSleep.tsx';
import { Cancel } from './Cancel.tsx';
import { CutOff } from './CutOff.tsx';
import { failureReport, hasFailure } from './failure-report.ts';
import { Graph } from './Graph.tsx';
import { Log } from './Log.tsx';
import { NoRun } from './NoRun.tsx';
import { Question as QuestionPane } from './Question.tsx';
import { TakeBack } from './TakeBack.tsx';
import { StepDetail } from './StepDetail.tsx';
import { StepList } from './StepList.tsx';
import { Summary } from './Summary.tsx';
import { useHeardNow } from './use-heard-now.ts';
import { UndoQuestion } from './UndoneSteps.tsx';
import { usePlanned } from './use-planned.ts';
import { useRunStages } from './use-run-stages.ts';
import { useRun, type RunInHand } from './use-run.ts';
import { useSiteOf } from './use-site-of.ts';
import './run.css';
import './graph.css';

interface HeadProps {
  readonly run: RunRow;
  readonly steps: RunInHand['steps'];
}

function Head({ run, steps }: HeadProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const language = useLanguage();
  const stages = useRunStages(run);
  const reverts = run.revertsRunId;
  return (
    <PageHead
      title={t('title', { id: run.id })}
      note={
        <>
          <RunStatus run={run} />
          {reverts === null ? null : (
            <Link className="run-reverts" href={`/runs/${reverts}`}>
              {t('reverts', { id: reverts })}
            </Link>
          )}
        </>
      }
      stages={stages}
      current="run"
    >
      {hasFailure(run, steps) ? (
        <CopyButton kind="plain" size="normal" text={() => failureReport(run, steps, language)}>
          {t('copyReport')}
        </CopyButton>
      ) : null}
      {run.state === 'waiting' || run.allows.includes('retry') ? (
        <Link href={`/runs/${run.id}/preview`}>{t('ahead.title')}</Link>
      ) : null}
      <TakeBack run={run} steps={steps} />
      <Cancel run={run} />
    </PageHead>
  );
}

function ownQuestion(run: RunInHand['run']): Question | null {
  const asked = run?.waiting ?? null;
  return asked !== null && asked.step === undefined ? asked : null;
}

/** The step a person most likely wants to see: one that asks or failed, else one that runs. Null for none of those. */
function firstOfInterest(run: RunRow, steps: RunInHand['steps']): string | null {
  const asks = run.waiting?.step;
  if (asks !== undefined) {
    return asks;
  }
  const order = ['failed', 'unknown', 'warning', 'running'];
  for (const state of order) {
    const found = steps.find((step) => step.state === state);
    if (found !== undefined) {
      return found.key;
    }
  }
  return null;
}

/** The step that is shown: the chosen one, else what is of interest; what was seen through stays until something else is. */
function useShown(run: RunRow, steps: RunInHand['steps'], chosen: string | null): string | null {
  const [last, setLast] = useState<string | null>(null);
  const next = firstOfInterest(run, steps);
  if (next !== null && next !== last) {
    setLast(next);
  }
  return chosen ?? next ?? last ?? steps[0]?.key ?? null;
}

interface RightPaneProps {
  readonly run: RunRow;
  readonly steps: RunInHand['steps'];
  readonly step: StepRow | null;
  /** The run's own question, which comes before any step. */
  readonly question: Question | null;
  readonly now: number;
  readonly onStep: (key: string) => void;
}

function RightPane({ run, steps, step, question, now, onStep }: RightPaneProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const planned = usePlanned(run.id);
  if (question !== null) {
    return (
      <section className="run-pane detail" aria-label={t('question.title')}>
        {question.code === 'confirm' && run.revertsRunId !== null ? (
          <UndoQuestion key={question.id} run={run} question={question} steps={steps} onStep={onStep} />
        ) : (
          <QuestionPane key={question.id} run={run} question={question}>
            {question.code === 'interrupted' ? (
              <CutOff steps={steps} thenOf={(key) => planned.get(key)?.onCrash} onStep={onStep} />
            ) : null}
          </QuestionPane>
        )}
      </section>
    );
  }
  if (step === null) {
    return <Empty title={t('noStep')} hint={t('noStepHint')} />;
  }
  return (
    <StepDetail
      key={step.key}
      planned={planned.get(step.key)}
      run={run}
      steps={steps}
      step={step}
      now={now}
    />
  );
}

interface WorkProps {
  readonly run: RunRow;
  readonly steps: RunInHand['steps'];
  /** The step that a person chose; null while none was. */
  readonly chosen: string | null;
  readonly onChoose: (key: string | null) => void;
}

interface PanesProps extends Omit<WorkProps, 'chosen'> {
  readonly now: number;
  readonly selected: string | null;
  /** The run's own question, which is about no step. */
  readonly question: Question | null;
}

/** The steps as a graph beside their list; the graph alone where it is enlarged. */
function StepPanes(
  props: PanesProps & { readonly isLarge: boolean; readonly onEnlarge: (isLarge: boolean) => void },
) {
  const { run, steps, now, selected, question, isLarge, onChoose, onEnlarge } = props;
  return (
    <>
      <Graph
        kind={run.kind}
        steps={steps}
        selected={selected}
        onSelect={onChoose}
        isLarge={isLarge}
        onEnlarge={onEnlarge}
      />
      {isLarge ? null : (
        <StepList
          kind={run.kind}
          steps={steps}
          now={now}
          selected={selected}
          question={question}
          onSelect={onChoose}
          onQuestion={() => onChoose(null)}
        />
      )}
    </>
  );
}

/** What there is of the steps, and at the right `children`: as the run's engine shows them first, or as the steps of any run. */
function Panes({ children, ...props }: PanesProps & { readonly children: ReactElement }): ReactElement {
  const { t } = useTranslation('run');
  const { run, steps, selected, onChoose } = props;
  const words = useWords();
  const [isLarge, setIsLarge] = useState(false);
  const [view, setView] = useState<'overview' | 'steps'>('overview');
  // A run that takes another one back has steps of its own kind only.
  const overview = run.revertsRunId === null ? engineOf(run.kind)?.runFrame.overview : undefined;
  const shown = view === 'overview' ? overview : undefined;
  return (
    <>
      {overview === undefined ? null : (
        <div className="run-views">
          <Toggles
            label={t('list.view')}
            value={view}
            onChange={setView}
            choices={[
              { key: 'overview', title: words(overview.name) },
              { key: 'steps', title: t('list.title') },
            ]}
          />
        </div>
      )}
      <div className={isLarge || shown !== undefined ? 'run-columns large' : 'run-columns'}>
        {shown === undefined ? (
          <StepPanes {...props} isLarge={isLarge} onEnlarge={setIsLarge} />
        ) : (
          <shown.Pane run={run} steps={steps} selected={selected} onSelect={onChoose} />
        )}
        {children}
      </div>
    </>
  );
}

/** How far it is, its steps beside the one in hand or what the run asks, and the log. */
function Work({ run, steps, chosen, onChoose }: WorkProps): ReactElement {
  const { t } = useTranslation('run');
  const isLive = run.endedAt === null;
  const now = useHeardNow(isLive);
  const faults = useAnswer(`run-faults/${run.id}`, (client, signal) =>
    client.runs.faults({ run: run.id }, { signal }),
  );
  const own = ownQuestion(run);
  const selected = useShown(run, steps, chosen);
  const step = steps.find(({ key }) => key === selected) ?? null;
  return (
    <>
      {/* What it was asked for is read for no row, only here. */}
      {faults.error?.code === 'RECORD_DAMAGED' ? (
        <Failed title={t('damagedInput', { id: run.id })} error={faults.error} />
      ) : null}
      <FaultChips specs={faults.value ?? []} />
      <Summary run={run} steps={steps} now={now} />
      <Panes run={run} steps={steps} now={now} selected={selected} question={own} onChoose={onChoose}>
        <RightPane
          run={run}
          steps={steps}
          step={step}
          now={now}
          question={chosen === null ? own : null}
          onStep={onChoose}
        />
      </Panes>
      {own === null || chosen === null ? null : (
        <button type="button" className="question-banner" onClick={() => onChoose(null)}>
          {t('question.back')}
        </button>
      )}
      <Log run={run.id} selected={selected} />
    </>
  );
}

/** A run: its work, or what is looked at before it goes on with it. */
export function Run({ id }: { readonly id: string }): ReactElement {
  const { run, steps, refused, isDeleted } = useRun(id);
  const [chosen, setChosen] = useState<string | null>(null);
  useSiteOf(run);
  const own = ownQuestion(run);
  const sleep = chosen === null ? sleepFactsOf(own) : null;
  if (run === null || isDeleted) {
    return refused === null && !isDeleted ? (
      <Loading />
    ) : (
      <NoRun id={id} isDeleted={isDeleted} error={refused} />
    );
  }
  if (refused !== null) {
    // One that cannot be read can be canceled all the same.
    return (
      <ObjectPage head={<Head run={run} steps={steps} />}>
        <NoRun id={id} isDeleted={false} error={refused} />
      </ObjectPage>
    );
  }
  return (
    <ObjectPage head={<Head run={run} steps={steps} />}>
      {sleep === null || own === null ? (
        <Work run={run} steps={steps} chosen={chosen} onChoose={setChosen} />
      ) : (
        <AfterSleep run={run} steps={steps} question={own} sleep={sleep} onStep={setChosen} />
      )}
    </ObjectPage>
  );
}
