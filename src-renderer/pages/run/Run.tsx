import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question, StepRow } from '../../../src-main/contract/run.ts';
import { useLanguage } from '../../app/language.ts';
import { useSite } from '../../app/bar.ts';
import { useOwnPracticeAddress } from '../../app/practice-address.ts';
import { useDeed } from '../../app/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { JobHead } from '../../components/JobHead.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { RunStatus } from '../../components/Status.tsx';
import { Decide } from './Decide.tsx';
import { failureReport } from './failure-report.ts';
import { Graph } from './Graph.tsx';
import { Log } from './Log.tsx';
import { Question as QuestionPane } from './Question.tsx';
import { siteOfRun } from './site-of-run.ts';
import { StepDetail } from './StepDetail.tsx';
import { StepList } from './StepList.tsx';
import { Summary } from './Summary.tsx';
import { useHeardNow } from './use-heard-now.ts';
import { useRun } from './use-run.ts';
import type { RunInHand } from './use-run.ts';
import './run.css';
import './graph.css';

function Head({
  run,
  steps,
}: {
  readonly run: NonNullable<RunInHand['run']>;
  readonly steps: RunInHand['steps'];
}): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const language = useLanguage();
  const [isCanceling, setIsCanceling] = useState(false);
  const cancel = useDeed((client) => client.runs.cancel({ run: run.id }));
  return (
    <JobHead
      title={t('title', { id: run.id })}
      note={<RunStatus state={run.state} warnings={run.warnings} />}
      runId={run.id}
      current="run"
    >
      <CopyButton kind="plain" size="normal" text={() => failureReport(run, steps, language)}>
        {t('copyReport')}
      </CopyButton>
      {run.allows.includes('cancel') || run.state === 'canceling' ? (
        <Action
          kind="danger"
          requested={cancel.isUnderWay || run.state === 'canceling'}
          onAct={() => setIsCanceling(true)}
        >
          {t('cancel.title')}…
        </Action>
      ) : null}
      {isCanceling ? (
        <Decide
          needsReason={false}
          title={t('cancel.title')}
          act={t('cancel.act')}
          leave={t('cancel.leave')}
          error={cancel.error}
          isUnderWay={cancel.isUnderWay}
          onCancel={() => setIsCanceling(false)}
          onDecide={() =>
            void cancel.act().then((taken) => {
              if (taken) setIsCanceling(false);
            })
          }
        >
          {t('cancel.follows')}
        </Decide>
      ) : null}
    </JobHead>
  );
}

function ownQuestion(run: RunInHand['run']): Question | null {
  const asked = run?.waiting ?? null;
  return asked !== null && asked.step === undefined ? asked : null;
}

/** The step a person most likely wants to see: one that asks or failed, else one that runs. */
function firstOfInterest({ run, steps }: RunInHand): string | null {
  const asks = run?.waiting?.step;
  if (asks !== undefined) return asks;
  const order = ['failed', 'unknown', 'warning', 'running'];
  for (const state of order) {
    const found = steps.find((step) => step.state === state);
    if (found !== undefined) return found.key;
  }
  return steps[0]?.key ?? null;
}

interface RightPaneProps {
  readonly run: NonNullable<RunInHand['run']>;
  readonly step: StepRow | null;
  /** The run's own question, which comes before any step. */
  readonly question: Question | null;
  readonly now: number;
}

function RightPane({ run, step, question, now }: RightPaneProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  if (question !== null)
    return (
      <section className="run-pane detail" aria-label={t('question.title')}>
        <QuestionPane key={question.id} run={run} question={question} />
      </section>
    );
  if (step === null) return <Empty title={t('noStep')} hint={t('noStepHint')} />;
  return <StepDetail key={step.key} run={run} step={step} now={now} />;
}

function useSiteOf(run: RunInHand['run']): void {
  // Asked again once the site was seen: it may not have been started before.
  const ownPractice = useOwnPracticeAddress(`${run?.id ?? ''}/${run?.identity === null}`);
  useSite(run === null ? null : siteOfRun(run, ownPractice));
}

/** A run: how far it is, what needs what, every step, what it waits for, and its log. */
export function Run({ id }: { readonly id: string }): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const inHand = useRun(id);
  const { run, steps, refused } = inHand;
  const [chosen, setChosen] = useState<string | null>(null);
  const [isLarge, setIsLarge] = useState(false);
  const own = ownQuestion(run);
  const isLive = run !== null && run.endedAt === null;
  const now = useHeardNow(isLive);
  useSiteOf(run);
  const selected = chosen ?? firstOfInterest(inHand);
  const step = steps.find(({ key }) => key === selected) ?? null;
  const isHeld = own !== null && chosen !== null;
  if (refused !== null) return <Failed title={t('unknown', { id })} error={refused} />;
  if (run === null) return <Loading />;
  return (
    <>
      <Head run={run} steps={steps} />
      <Summary run={run} steps={steps} now={now} />
      <div className={isLarge ? 'run-columns large' : 'run-columns'}>
        <Graph
          steps={steps}
          selected={selected}
          onSelect={setChosen}
          isLarge={isLarge}
          onEnlarge={setIsLarge}
        />
        {isLarge ? null : <StepList steps={steps} now={now} selected={selected} onSelect={setChosen} />}
        <RightPane run={run} step={step} question={chosen === null ? own : null} now={now} />
      </div>
      {isHeld ? (
        <button type="button" className="question-banner" onClick={() => setChosen(null)}>
          {t('question.back')}
        </button>
      ) : null}
      <Log run={id} isLive={isLive} selected={selected} />
    </>
  );
}
