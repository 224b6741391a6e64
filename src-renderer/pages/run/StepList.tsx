import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { Question, StepRow } from '../../../src-main/contract/run.ts';
import { useWords } from '../../words/language.ts';
import { useShortcut } from '../../hooks/shortcuts.ts';
import { Filter, isFound } from '../../components/Filter.tsx';
import { Table } from '../../components/table/Table.tsx';
import { Toggles } from '../../components/Toggles.tsx';
import { useCollection } from '../../sync/rows.ts';
import { topicOfRun } from '../../sync/runs.ts';
import { scopeSections, sectionRows } from './groups.ts';
import { useScopes } from './use-scopes.ts';
import { needsPerson, useStepColumns, useTableRows } from './step-list-rows.tsx';

type View = 'all' | 'todo' | 'running';

interface StepListProps {
  /** Of the run. */
  readonly kind: string;
  readonly steps: readonly StepRow[];
  readonly now: number;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
  /** The run's own question, which is about no step: it needs a person as well. */
  readonly question: Question | null;
  readonly onQuestion: () => void;
}

const countOf = (steps: readonly StepRow[], isWanted: (state: StepRow['state']) => boolean): number =>
  steps.reduce((count, { state }) => (isWanted(state) ? count + 1 : count), 0);

/** Every step, in groups; what has gone well folds itself away. */
export function StepList(props: StepListProps): ReactElement {
  const { kind, steps, now, selected, onSelect, question, onQuestion } = props;
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const [view, setView] = useState<View>('all');
  const [filter, setFilter] = useState('');
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [spread, setSpread] = useState<ReadonlySet<string>>(new Set());
  const todo = countOf(steps, (state) => needsPerson.includes(state)) + (question === null ? 0 : 1);
  const running = countOf(steps, (state) => state === 'running');
  const progressing = useCollection(
    topicOfRun(steps[0]?.runId ?? ''),
    'progress',
    useShallow((progress) => [...progress.keys()]),
  );
  const rows = useMemo(() => {
    const isWanted = (step: StepRow): boolean =>
      view === 'all' || (view === 'todo' ? needsPerson.includes(step.state) : step.state === 'running');
    const shows = (step: StepRow): boolean =>
      isWanted(step) &&
      (filter === '' || isFound(filter, [step.key, words(step.title), step.message && words(step.message)]));
    const isNarrowed = view !== 'all' || filter !== '';
    const sections = scopeSections(steps, now);
    const keys = sections.flatMap(({ groups }) => groups.map(({ key }) => key));
    const open = isNarrowed ? new Map(keys.map((key) => [key, true])) : folds;
    const hasProgress = ({ runId, key }: StepRow): boolean => progressing.includes(`${runId}/${key}`);
    return sectionRows(sections, { folds: open, spread, shows, hasProgress });
  }, [steps, now, view, filter, folds, spread, words, progressing]);
  const move = (by: number): void => {
    const keys = rows.flatMap((row) => (row.kind === 'step' ? [row.step.key] : []));
    const at = selected === null ? -1 : keys.indexOf(selected);
    const next = keys[at === -1 ? 0 : Math.min(keys.length - 1, Math.max(0, at + by))];
    if (next !== undefined) {
      onSelect(next);
    }
  };
  const nextProblem = (): void => {
    const problems = steps.filter(({ state }) => needsPerson.includes(state)).map(({ key }) => key);
    const next = problems[(problems.indexOf(selected ?? '') + 1) % problems.length];
    if (next !== undefined) {
      onSelect(next);
    }
  };
  useShortcut('j', t('keys.next'), () => move(1));
  useShortcut('k', t('keys.previous'), () => move(-1));
  useShortcut('n', t('keys.problem'), nextProblem);
  const columns = useStepColumns(now);
  const scopes = useScopes(steps[0]?.runId ?? '', steps);
  const tableRows = useTableRows({
    kind,
    now,
    scopes,
    onFold: ({ key }, isOpen) => setFolds(new Map(folds).set(key, isOpen)),
    onSpread: (key) => setSpread(new Set(spread).add(key)),
  });
  return (
    <section className="run-pane" aria-labelledby="run-steps">
      <div className="pane-head">
        <h2 id="run-steps">{t('list.title')}</h2>
        <Toggles
          label={t('list.view')}
          value={view}
          onChange={setView}
          choices={[
            { key: 'all', title: t('common:all') },
            { key: 'todo', title: t('list.todo', { count: todo }) },
            { key: 'running', title: t('list.running', { count: running }) },
          ]}
        />
        <span className="grow" />
        <Filter isMain value={filter} onChange={setFilter} label={t('list.filter')} widthPx={140} />
      </div>
      {view === 'todo' && question !== null ? (
        <button type="button" className="question-banner" onClick={onQuestion}>
          {t('question.own')}
        </button>
      ) : null}
      <Table
        className="run-steps"
        scrolls="fill"
        isDense
        label={t('list.title')}
        columns={columns}
        rows={tableRows(rows)}
        keyOf={({ step }) => step.key}
        rowClass={({ isAlone = false }) => (isAlone ? 'group' : undefined)}
        selection={{ selected, onSelect: ({ step }) => onSelect(step.key) }}
      />
    </section>
  );
}
