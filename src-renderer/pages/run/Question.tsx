import { Input, Radio } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice, Question as Asked, RunRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../words/language.ts';
import { useWaitsFor } from '../../words/waits-for.ts';
import { useShortcut } from '../../hooks/shortcuts.ts';
import { useUnreachable } from '../../ask/unreachable.ts';
import { useDeed } from '../../ask/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { engineOf, type QuestionPane } from '../../engine-pages.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { Failed } from '../../components/State.tsx';
import { QuestionFacts } from './QuestionFacts.tsx';
import { SecretFields } from './SecretFields.tsx';
import { useAnswerDraft, type AnswerDraft } from './use-answer-draft.ts';
import './question.css';

interface ChoiceRowProps {
  readonly choice: Choice;
  readonly isChosen: boolean;
  /** How many steps are over and well, and how many are not. */
  readonly standing: { readonly done: number; readonly open: number };
  readonly draft: AnswerDraft;
  readonly hasPane: boolean;
}

/** Answers that mean the same wherever they are offered, and say what follows. */
const hinted = ['recheck', 'continue', 'same-site', 'end'] as const;

/** What a person would like to say, and may not: none of the recorded hosts is there. */
function NotTheSame({ question }: { readonly question: Asked }): ReactElement | null {
  const { t } = useTranslation('run');
  const recorded = question.facts?.['recorded'];
  if (!Array.isArray(recorded) || question.choices.some(({ id }) => id === 'same-site')) {
    return null;
  }
  return (
    <div className="question-choice off">
      <Radio value="not-the-same" disabled>
        {t('question.sameSite')}
        <Glyph name="lock" /> {t('question.cannot')}
      </Radio>
      <p>{t('question.noneIsThere')}</p>
    </div>
  );
}

/** One answer, with the fields it asks for once it is chosen. */
function ChoiceRow({ choice, isChosen, standing, draft, hasPane }: ChoiceRowProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  // Before anything was done, ending leaves nothing behind.
  const hint = hinted.find((id) => id === choice.id && (id !== 'end' || standing.done > 0));
  const asksValue = choice.needsValue === true && !hasPane;
  return (
    <div className={isChosen ? 'question-choice chosen' : 'question-choice'}>
      <Radio value={choice.id}>{words(choice.title)}</Radio>
      {hint === undefined ? null : <p>{t(`question.hints.${hint}`, { ...standing })}</p>}
      {isChosen && asksValue ? (
        <label>
          <span className="small quiet">{t('question.value')} *</span>
          <Input value={draft.value} onChange={({ target }) => draft.setValue(target.value)} />
        </label>
      ) : null}
      {isChosen && choice.needsReason === true ? (
        <label>
          <span className="small quiet">
            {t('common:reason')} * {t('common:reasonHint')}
          </span>
          <Input value={draft.reason} onChange={({ target }) => draft.setReason(target.value)} />
        </label>
      ) : null}
    </div>
  );
}

interface QuestionProps {
  readonly run: RunRow;
  readonly question: Asked;
  /** What it is about beyond its facts. */
  readonly children?: ReactNode;
  /** Said instead of the question's own words, where the page has said part of them already. */
  readonly head?: ReactNode;
  /** Why nothing can be answered yet, in words. */
  readonly busyBecause?: string | null;
}

const overAndWell = ['succeeded', 'warning', 'skipped'] as const;

/** How many of the run's steps are over and well, and how many are not. */
export function standingOf({ counts }: RunRow): { readonly done: number; readonly open: number } {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const done = overAndWell.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return { done, open: all - done };
}

const paneOf = ({ kind }: RunRow, question: Asked): QuestionPane | null =>
  engineOf(kind)?.questionPanes[question.code]?.(question) ?? null;

/** The engine's own fields for the value, once an answer is chosen that needs one. */
const fieldsOf = (
  pane: QuestionPane | null,
  { chosen, value, setValue }: AnswerDraft,
): ReactElement | null =>
  pane !== null && chosen?.needsValue === true ? pane.fields(value, setValue) : null;

/** What the run waits for, with its answer in place. Nothing is sent before it is answered. */
export function Question({ run, question, children, head, busyBecause = null }: QuestionProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const waitsFor = useWaitsFor();
  const pane = paneOf(run, question);
  const draft = useAnswerDraft(question, pane);
  const { choice, chosen, missing } = draft;
  const answer = useDeed((client) => draft.give(client, run.id));
  const lacks = missing === null ? null : t(missing as 'question.valueMissing');
  const unreachable = useUnreachable();
  const disabledBecause = unreachable ?? (choice === 'end' ? null : busyBecause) ?? lacks;
  const act = (): void => {
    if (disabledBecause === null && !answer.isUnderWay) {
      void answer.act();
    }
  };
  useShortcut('Ctrl+enter', t('keys.answer'), act);
  return (
    <section className="question" aria-labelledby="question-title">
      <div className="question-body">
        {head ?? <h2 id="question-title">{waitsFor({ ...run, waiting: question })}</h2>}
        {pane === null ? <About run={run} question={question} draft={draft} /> : null}
        {children}
        <Choices run={run} question={question} draft={draft} hasPane={pane !== null} />
        {fieldsOf(pane, draft)}
        {answer.error === null ? null : <Failed title={t('question.refused')} error={answer.error} />}
      </div>
      <div className="question-foot">
        <span className="quiet small">{t('question.leave')}</span>
        <span className="grow" />
        <Action
          kind="primary"
          requested={answer.isUnderWay}
          disabledBecause={disabledBecause}
          shortcut="Ctrl ↵"
          onAct={act}
        >
          {chosen === undefined ? t('question.act') : words(chosen.title)}
        </Action>
      </div>
    </section>
  );
}

interface AboutProps extends Pick<QuestionProps, 'run' | 'question'> {
  readonly draft: AnswerDraft;
}

/** What it is about, and the passwords where those are what is asked for. */
function About({ run, question, draft }: AboutProps): ReactElement {
  const facts = question.facts ?? {};
  if (question.reason !== 'secrets') {
    return <QuestionFacts kind={run.kind} facts={facts} />;
  }
  return <SecretFields facts={facts} values={draft.secrets} onChange={draft.setSecrets} />;
}

interface ChoicesProps extends AboutProps {
  /** The engine has fields of its own for the value. */
  readonly hasPane: boolean;
}

function Choices({ run, question, draft, hasPane }: ChoicesProps): ReactElement {
  const { t } = useTranslation('run');
  const standing = standingOf(run);
  return (
    <Radio.Group
      className="question-choices"
      aria-label={t('question.choices')}
      value={draft.choice}
      onChange={({ target }) => draft.choose(String(target.value))}
    >
      {question.choices.map((one) => (
        <ChoiceRow
          key={one.id}
          draft={draft}
          hasPane={hasPane}
          standing={standing}
          choice={one}
          isChosen={one.id === draft.choice}
        />
      ))}
      <NotTheSame question={question} />
    </Radio.Group>
  );
}
