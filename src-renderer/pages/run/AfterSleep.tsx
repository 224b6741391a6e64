import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  allAgree,
  isMerePause,
  sleptFor,
  type SleepFacts,
  type SleepLookRow,
} from '../../../src-main/contract/after-sleep.ts';
import type { Question as Asked, RunRow, StepRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../words/language.ts';
import { clockTime, noticed } from '../../words/times.ts';
import { Glyph, type GlyphName } from '../../components/Glyph.tsx';
import { CutOff } from './CutOff.tsx';
import { Question, standingOf } from './Question.tsx';
import './after-sleep.css';

const glyphs: Readonly<Record<SleepLookRow['state'], GlyphName>> = {
  pending: 'pending',
  looking: 'running',
  agrees: 'succeeded',
  notNeeded: 'unchanged',
  differs: 'failed',
};

type Standing = 'looking' | 'differs' | 'agrees';

function standsAt(sleep: SleepFacts): Standing {
  if (sleep.looks.some(({ state }) => state === 'differs')) {
    return 'differs';
  }
  return allAgree(sleep) ? 'agrees' : 'looking';
}

/** How far the run was when its machine slept. */
function StoppedShare({ run }: { readonly run: RunRow }): ReactElement {
  const { t } = useTranslation('run');
  const { done, open } = standingOf(run);
  const all = done + open;
  const percent = all === 0 ? 0 : Math.floor((done / all) * 100);
  return <span className="quiet nowrap">{t('sleep.stoppedShare', { percent, done, all })}</span>;
}

interface BannerProps {
  readonly run: RunRow;
  readonly sleep: SleepFacts;
}

function Banner({ run, sleep }: BannerProps): ReactElement {
  const { t } = useTranslation('run');
  const words = useWords();
  const stands = standsAt(sleep);
  const { from, until } = sleep.slept;
  const stopped = sleep.looks.findIndex(({ state }) => state === 'differs') + 1;
  return (
    <div className={`sleep-banner ${stands}`} role="status">
      <Glyph name={stands === 'agrees' ? 'succeeded' : 'waiting'} />
      <b>{t(`sleep.${stands}`, { time: words(sleptFor(until - from)) })}</b>
      <span className="quiet nowrap">
        {t('sleep.times', { from: clockTime(from), until: clockTime(until) })}
      </span>
      <StoppedShare run={run} />
      <span className="grow" />
      <span className="cut">
        {stopped === 0 ? null : t('sleep.stoppedAt', { number: stopped })}{' '}
        <b>{t(stands === 'agrees' ? 'sleep.waitsForYou' : 'sleep.nothingSent')}</b>
      </span>
    </div>
  );
}

function LookRow({ look }: { readonly look: SleepLookRow }): ReactElement {
  const { t } = useTranslation('run');
  const words = useWords();
  const { title, state, found, at, tookMs } = look;
  return (
    <li className={state}>
      <Glyph name={glyphs[state]} />
      <b>{words(title)}</b>
      <span className={state === 'differs' ? 'tone-err strong' : undefined}>
        {t(`sleep.states.${state}`)}
      </span>
      <span className="small faint">
        {at === null || tookMs === null
          ? null
          : [clockTime(at), noticed(tookMs)].filter((one) => one !== '').join(' · ')}
      </span>
      {found === null ? null : <p>{words(found)}</p>}
    </li>
  );
}

interface DuringProps {
  readonly sleep: SleepFacts;
  readonly steps: readonly StepRow[];
  readonly onStep: (key: string) => void;
}

/** What was cut off, and how going on deals with it; and the failures that wait for a person all the same. */
function During({ sleep, steps, onStep }: DuringProps): ReactElement {
  const { t } = useTranslation('run');
  const words = useWords();
  const thenOf = new Map(sleep.during.map(({ step, then }) => [step, then]));
  const unknown = steps.filter(({ key, state }) => state === 'unknown' && thenOf.has(key));
  const failed = steps.filter(({ state }) => state === 'failed');
  const count = unknown.length;
  return (
    <>
      <CutOff steps={unknown} thenOf={(key) => thenOf.get(key)} onStep={onStep} />
      <div className="sleep-after small quiet">
        {isMerePause(sleep.slept) ? (
          <p>{t('sleep.goesOnItself')}</p>
        ) : count === 0 ? null : (
          <p>{t('sleep.thenGoOn', { count })}</p>
        )}
        {failed.map((step) => (
          <p key={step.key}>
            <Glyph name="failed" /> {t('sleep.failedStays', { step: words(step.title) })}
          </p>
        ))}
      </div>
    </>
  );
}

function Head({ sleep }: { readonly sleep: SleepFacts }): ReactElement {
  const { t } = useTranslation('run');
  const words = useWords();
  const stands = standsAt(sleep);
  const at = sleep.looks.find(({ state }) => state === (stands === 'differs' ? 'differs' : 'looking'));
  const look = at === undefined ? '' : words(at.title);
  const titles = {
    looking: t('sleep.headLooking', { look }),
    differs: t('sleep.headDiffers', { look }),
    agrees: t('sleep.headAgrees'),
  };
  const texts = {
    looking: t('sleep.nothingSent'),
    differs: at?.found === null || at === undefined ? '' : words(at.found),
    agrees: t('sleep.agreesText'),
  };
  const glyph = { looking: 'running', differs: 'failed', agrees: 'succeeded' } as const;
  return (
    <>
      <h2 id="question-title" className="sleep-title">
        <Glyph name={glyph[stands]} /> {titles[stands]}
      </h2>
      <p className="quiet">{texts[stands]}</p>
    </>
  );
}

interface AfterSleepProps {
  readonly run: RunRow;
  readonly steps: readonly StepRow[];
  readonly question: Asked;
  readonly sleep: SleepFacts;
  readonly onStep: (key: string) => void;
}

/** The machine slept under the run: what is looked at before it goes on, what was cut off, and the answer in place. */
export function AfterSleep({ run, steps, question, sleep, onStep }: AfterSleepProps): ReactElement {
  const { t } = useTranslation('run');
  const isBusy = standsAt(sleep) === 'looking';
  return (
    <>
      <Banner run={run} sleep={sleep} />
      <div className="sleep-columns">
        <section aria-label={t('sleep.order')} className="sleep-looks">
          <div className="pane-head">
            <b>{t('sleep.order')}</b> <span className="quiet">{t('sleep.orderHint')}</span>
          </div>
          <ol>
            {sleep.looks.map((look) => (
              <LookRow key={look.key} look={look} />
            ))}
          </ol>
          <During sleep={sleep} steps={steps} onStep={onStep} />
        </section>
        <section aria-label={t('question.title')} className="sleep-answer">
          <Question
            // Other answers are another question to the person, though not to the run.
            key={question.choices.map(({ id }) => id).join()}
            run={run}
            question={question}
            head={<Head sleep={sleep} />}
            busyBecause={isBusy ? t('sleep.busy') : null}
          />
        </section>
      </div>
    </>
  );
}
