import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRow } from '../../../src-main/contract/run.ts';
import { intervalsOf, unionMs } from '../../../src-main/contract/run-timing.ts';
import { stepStateWords } from '../../../src-main/contract/state-words.ts';
import { visible } from '../../../src-main/contract/visible.ts';
import { useWords } from '../../words/language.ts';
import { noticed } from '../../words/times.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { Status, StepStatus, glyphOfStep } from '../../components/Status.tsx';
import { WideRow, type Column } from '../../components/table/Table.tsx';
import { useCollection } from '../../sync/rows.ts';
import { topicOfRun } from '../../sync/runs.ts';
import { objectOf } from '../../words/step-object.ts';
import { commonStart, durationOf, pathKey, type ListRow, type StepGroup } from './groups.ts';
import { StepProgress } from './StepProgress.tsx';
import type { Scopes } from './use-scopes.ts';
import { useGroupTitle } from '../../words/group-title.ts';

/** What rows of several steps need of their list. */
export interface ListInHand {
  /** Of the run. */
  readonly kind: string;
  readonly now: number;
  readonly scopes: Scopes;
  readonly onFold: (group: StepGroup, isOpen: boolean) => void;
  readonly onSpread: (key: string) => void;
}

/** States that a person has to look at. */
export const needsPerson: readonly StepRow['state'][] = ['failed', 'warning', 'unknown'];

/** A step as the list shows it. */
export type ListedStep = Extract<ListRow, { kind: 'step' }>;

function useGroupHead(list: ListInHand): (row: Extract<ListRow, { kind: 'group' }>) => WideRow {
  const { t } = useTranslation(['run', 'common']);
  const title = useGroupTitle(list.kind);
  return ({ group, isOpen }) => {
    const { key, settled, steps, worst, changed, undoneBy, durationMs } = group;
    const amiss = steps.filter(({ state }) => state === worst).length;
    const name = (
      <button
        type="button"
        className="run-fold"
        aria-expanded={isOpen}
        onClick={() => list.onFold(group, !isOpen)}
      >
        <Glyph name={isOpen ? 'open' : 'shut'} />
        <span className="cut">{title(group)}</span>
        <span className="quiet run-plain nowrap">{t('list.of', { settled, total: steps.length })}</span>
      </button>
    );
    const note = needsPerson.includes(worst) ? String(amiss) : undefined;
    const state = <StepStatus state={worst} changed={changed} undoneBy={undoneBy} note={note} />;
    const spent = durationMs === null ? '' : noticed(durationMs);
    return new WideRow({
      key: `group/${key}`,
      className: 'group',
      cells: [
        { key: 'name', columns: 1, content: name },
        { key: 'state', columns: 1, className: 'run-plain', content: state },
        { key: 'spent', columns: 1, className: 'number run-plain', content: spent },
        { key: 'attempts', columns: 1, className: 'number', content: null },
      ],
    });
  };
}

/** The head of a nested part of the run: the parts around it and itself, each with how it stands. */
function useScopeHead({ scopes }: ListInHand): (row: Extract<ListRow, { kind: 'scope' }>) => WideRow {
  const words = useWords();
  return ({ path }) => {
    const parts = path.map((key, depth) => {
      const outcome = scopes.get(pathKey(path.slice(0, depth + 1)));
      return {
        key,
        title: outcome === undefined ? visible(key) : words(outcome.title),
        state: outcome?.state,
      };
    });
    const state = parts.at(-1)?.state;
    const name = (
      <span className="run-scope">
        {parts.map(({ key, title, state: stands }, depth) => (
          <span key={`${depth} ${key}`}>
            {depth === 0 ? null : ' › '}
            {stands === undefined ? null : (
              <Glyph name={glyphOfStep(stands, null)} label={words(stepStateWords[stands])} />
            )}{' '}
            {title}
          </span>
        ))}
      </span>
    );
    return new WideRow({
      key: `scope/${pathKey(path)}`,
      className: 'group',
      cells: [
        { key: 'name', columns: 1, isGroupHead: true, content: name },
        {
          key: 'state',
          columns: 1,
          className: 'run-plain',
          content: state === undefined ? null : <StepStatus state={state} changed={null} />,
        },
        { key: 'rest', columns: 2, content: null },
      ],
    });
  };
}

/** Stands for steps that are alike and went well. */
function useSiblingsRow(list: ListInHand): (row: Extract<ListRow, { kind: 'siblings' }>) => WideRow {
  const { t } = useTranslation(['run', 'common']);
  const words = useWords();
  const nameOf = (step: StepRow | undefined): string =>
    step === undefined ? '' : (objectOf(step) ?? words(step.title));
  return ({ steps }) => {
    const [first, last] = [steps[0], steps[steps.length - 1]];
    const [firstName, lastName] = [nameOf(first), nameOf(last)];
    const glyph = first === undefined ? 'succeeded' : glyphOfStep(first.state, first.changed, first.undoneBy);
    const said = glyph === 'undo' ? 'list.undone' : glyph === 'unchanged' ? 'list.alreadySo' : 'list.done';
    const names = (
      <button type="button" className="run-more" onClick={() => list.onSpread(first?.key ?? '')}>
        <span className="cut">
          {firstName} … {lastName.slice(commonStart([firstName, lastName]).length)}
        </span>
      </button>
    );
    const state = <Status glyph={glyph}>{t(said, { count: steps.length })}</Status>;
    const spent = noticed(unionMs(intervalsOf(steps, list.now)));
    return new WideRow({
      key: `more/${first?.key ?? ''}`,
      cells: [
        { key: 'names', columns: 1, className: 'run-inset', content: names },
        { key: 'state', columns: 1, content: state },
        { key: 'spent', columns: 1, className: 'number', content: spent },
        { key: 'attempts', columns: 1, className: 'number', content: null },
      ],
    });
  };
}

function Progress({ step }: { readonly step: StepRow }): ReactElement | null {
  const progress = useCollection(
    topicOfRun(step.runId),
    'progress',
    (rows) => rows.get(`${step.runId}/${step.key}`)?.progress ?? null,
  );
  return progress === null ? null : <StepProgress progress={progress} />;
}

const progressRow = (step: StepRow): WideRow =>
  new WideRow({
    key: `progress/${step.key}`,
    cells: [{ key: 'progress', columns: 4, className: 'run-inset', content: <Progress step={step} /> }],
  });

/** The rows of the list as the table takes them. */
export function useTableRows(
  list: ListInHand,
): (rows: readonly ListRow[]) => readonly (ListedStep | WideRow)[] {
  const groupHead = useGroupHead(list);
  const siblingsRow = useSiblingsRow(list);
  const scopeHead = useScopeHead(list);
  return (rows) =>
    rows.map((row) => {
      if (row.kind === 'scope') {
        return scopeHead(row);
      }
      if (row.kind === 'group') {
        return groupHead(row);
      }
      if (row.kind === 'siblings') {
        return siblingsRow(row);
      }
      return row.kind === 'progress' ? progressRow(row.step) : row;
    });
}

export function useStepColumns(now: number): readonly Column<ListedStep>[] {
  const { t } = useTranslation('run');
  const words = useWords();
  return [
    {
      key: 'name',
      title: t('list.title'),
      className: ({ isAlone = false }) => (isAlone ? 'run-alone' : 'run-inset'),
      hover: ({ step }) => words(step.title),
      render: ({ step, isAlone = false }) => (isAlone ? null : objectOf(step)) ?? words(step.title),
    },
    {
      key: 'state',
      title: t('list.state'),
      widthPx: 108,
      className: 'run-plain',
      render: ({ step }) => <StepStatus {...step} />,
    },
    {
      key: 'spent',
      title: t('list.duration'),
      widthPx: 52,
      minPx: 40,
      align: 'end',
      className: 'run-plain',
      render({ step }) {
        const spent = durationOf(step, now);
        return spent === null ? '' : noticed(spent);
      },
    },
    {
      key: 'attempts',
      title: t('list.attempt'),
      widthPx: 60,
      minPx: 40,
      align: 'end',
      className: 'quiet run-plain',
      render: ({ step: { attempts } }) => (attempts === 0 ? '' : attempts),
    },
  ];
}
