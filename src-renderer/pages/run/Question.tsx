import { Input, Radio } from 'antd';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice, Question as Asked, RunRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../app/language.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useDeed } from '../../app/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { Failed } from '../../components/State.tsx';
import { QuestionFacts } from './QuestionFacts.tsx';
import { SecretFields } from './SecretFields.tsx';

interface ChoiceRowProps {
  readonly choice: Choice;
  readonly isChosen: boolean;
  /** How many steps are over and well, and how many are not. */
  readonly standing: { readonly done: number; readonly open: number };
  readonly answer: {
    readonly value: string;
    readonly reason: string;
    readonly onValue: (value: string) => void;
    readonly onReason: (reason: string) => void;
  };
}

/** Answers that mean the same wherever they are offered, and say what follows. */
const hinted = ['recheck', 'continue', 'same-site', 'end'] as const;

/** What a person would like to say, and may not: none of the recorded hosts is there. */
function NotTheSame({ question }: { readonly question: Asked }): ReactElement | null {
  const { t } = useTranslation('run');
  const recorded = question.facts?.['recorded'];
  if (!Array.isArray(recorded) || question.choices.some(({ id }) => id === 'same-site')) return null;
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
function ChoiceRow({ choice, isChosen, standing, answer }: ChoiceRowProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  // Before anything was done, ending leaves nothing behind.
  const hint = hinted.find((id) => id === choice.id && (id !== 'end' || standing.done > 0));
  return (
    <div className={isChosen ? 'question-choice chosen' : 'question-choice'}>
      <Radio value={choice.id}>{words(choice.title)}</Radio>
      {hint === undefined ? null : <p>{t(`question.hints.${hint}`, { ...standing })}</p>}
      {isChosen && choice.needsValue === true ? (
        <label>
          <span className="small quiet">{t('question.value')} *</span>
          <Input value={answer.value} onChange={({ target }) => answer.onValue(target.value)} />
        </label>
      ) : null}
      {isChosen && choice.needsReason === true ? (
        <label>
          <span className="small quiet">
            {t('common:reason')} * {t('common:reasonHint')}
          </span>
          <Input value={answer.reason} onChange={({ target }) => answer.onReason(target.value)} />
        </label>
      ) : null}
    </div>
  );
}

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Why the answer cannot be given yet, in words. */
function missingFor(
  choice: Choice | undefined,
  { reason, value }: { readonly reason: string; readonly value: string },
  t: (key: 'decide.reasonMissing' | 'question.valueMissing') => string,
): string | null {
  if (choice?.needsReason === true && textOrNull(reason) === null) return t('decide.reasonMissing');
  return choice?.needsValue === true && textOrNull(value) === null ? t('question.valueMissing') : null;
}

interface QuestionProps {
  readonly run: RunRow;
  readonly question: Asked;
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

/** What the run waits for, with its answer in place. Nothing is sent before it is answered. */
export function Question({ run, question, head, busyBecause = null }: QuestionProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const [choice, setChoice] = useState(question.choices[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const [value, setValue] = useState('');
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const chosen = question.choices.find(({ id }) => id === choice);
  const given = Object.entries(secrets)
    .filter(([, secret]) => secret !== '')
    .map(([key, secret]) => ({ key, value: secret }));
  const answer = useDeed((client) =>
    // Secrets go with a retry, which answers the question by itself.
    given.length > 0 && choice !== 'end'
      ? client.runs.retry({ run: run.id, steps: null, edits: [], secrets: given })
      : client.runs.answer({
          ...{ run: run.id, question: question.id, choice },
          ...{ reason: textOrNull(reason), value: textOrNull(value) },
        }),
  );
  const missing = (choice === 'end' ? null : busyBecause) ?? missingFor(chosen, { reason, value }, t);
  const standing = standingOf(run);
  const act = (): void => {
    if (missing === null && !answer.isUnderWay) void answer.act();
  };
  useShortcut('Ctrl+enter', t('keys.answer'), act);
  return (
    <section className="question" aria-labelledby="question-title">
      <div className="question-body">
        {head ?? <h2 id="question-title">{words(question.text)}</h2>}
        <QuestionFacts facts={question.facts ?? {}} />
        {question.reason === 'secrets' ? (
          <SecretFields facts={question.facts ?? {}} values={secrets} onChange={setSecrets} />
        ) : null}
        <Radio.Group
          className="question-choices"
          aria-label={t('question.choices')}
          value={choice}
          onChange={({ target }) => setChoice(String(target.value))}
        >
          {question.choices.map((one) => (
            <ChoiceRow
              key={one.id}
              choice={one}
              isChosen={one.id === choice}
              standing={standing}
              answer={{ value, reason, onValue: setValue, onReason: setReason }}
            />
          ))}
          <NotTheSame question={question} />
        </Radio.Group>
        {answer.error === null ? null : <Failed title={t('question.refused')} error={answer.error} />}
      </div>
      <div className="question-foot">
        <span className="quiet small">{t('question.leave')}</span>
        <span className="grow" />
        <Action
          kind="primary"
          requested={answer.isUnderWay}
          disabledBecause={missing}
          shortcut="Ctrl ↵"
          onAct={act}
        >
          {chosen === undefined ? t('question.act') : words(chosen.title)}
        </Action>
      </div>
    </section>
  );
}
