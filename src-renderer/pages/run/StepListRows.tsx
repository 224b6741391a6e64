import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRow } from '../../../src-main/contract/run.ts';
import { intervalsOf, unionMs } from '../../../src-main/contract/run-timing.ts';
import { useWords } from '../../words/language.ts';
import { noticed } from '../../words/times.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { Status, StepStatus } from '../../components/Status.tsx';
import { useCollection } from '../../sync/rows.ts';
import { topicOfRun } from '../../sync/runs.ts';
import { objectOf } from '../../words/step-object.ts';
import { commonStart, durationOf, type ListRow, type StepGroup } from './groups.ts';
import { StepProgress } from './StepProgress.tsx';
import { useGroupTitle } from '../../words/group-title.ts';

/** What every row needs of its list. */
export interface ListInHand {
  /** Of the run. */
  readonly kind: string;
  readonly now: number;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
  readonly onFold: (group: StepGroup, isOpen: boolean) => void;
  readonly onSpread: (key: string) => void;
}

interface RowProps<Kind extends ListRow['kind']> {
  readonly row: Extract<ListRow, { kind: Kind }>;
  readonly list: ListInHand;
}

/** States that a person has to look at. */
export const needsPerson: readonly StepRow['state'][] = ['failed', 'warning', 'unknown'];

function GroupRow({ row: { group, isOpen }, list }: RowProps<'group'>): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const title = useGroupTitle(list.kind);
  const { settled, steps, worst, changed, durationMs } = group;
  const amiss = steps.filter(({ state }) => state === worst).length;
  return (
    <tr className="group">
      <td>
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
      </td>
      <td className="run-plain">
        <StepStatus
          state={worst}
          changed={changed}
          {...(needsPerson.includes(worst) ? { note: String(amiss) } : {})}
        />
      </td>
      <td className="number run-plain">{durationMs === null ? '' : noticed(durationMs)}</td>
      <td className="number" />
    </tr>
  );
}

function SiblingsRow({ row: { steps }, list }: RowProps<'siblings'>): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const words = useWords();
  const nameOf = (step: StepRow | undefined): string =>
    step === undefined ? '' : (objectOf(step) ?? words(step.title));
  const [firstName, lastName] = [nameOf(first), nameOf(last)];
  const spent = unionMs(intervalsOf(steps, list.now));
  return (
    <tr>
      <td className="run-inset">
        <button type="button" className="run-more" onClick={() => list.onSpread(first?.key ?? '')}>
          <span className="cut">
            {firstName} … {lastName.slice(commonStart([firstName, lastName]).length)}
          </span>
        </button>
      </td>
      <td>
        <Status glyph={first?.changed === false ? 'unchanged' : 'succeeded'}>
          {t(first?.changed === false ? 'list.alreadySo' : 'list.done', { count: steps.length })}
        </Status>
      </td>
      <td className="number">{noticed(spent)}</td>
      <td className="number" />
    </tr>
  );
}

function ProgressRow({ row: { step } }: Pick<RowProps<'progress'>, 'row'>): ReactElement {
  const progress = useCollection(
    topicOfRun(step.runId),
    'progress',
    (rows) => rows.get(`${step.runId}/${step.key}`)?.progress ?? null,
  );
  return (
    <tr>
      <td colSpan={4} className="run-inset">
        {progress === null ? null : <StepProgress progress={progress} />}
      </td>
    </tr>
  );
}

function OneStep({ row: { step, isAlone = false }, list }: RowProps<'step'>): ReactElement {
  const words = useWords();
  const spent = durationOf(step, list.now);
  const named = isAlone ? null : objectOf(step);
  return (
    <tr
      className={isAlone ? 'group' : undefined}
      aria-selected={step.key === list.selected}
      data-step={step.key}
      onClick={() => list.onSelect(step.key)}
    >
      <td className={isAlone ? 'run-alone' : 'run-inset'} title={words(step.title)}>
        <button type="button" className="run-open" onClick={() => list.onSelect(step.key)}>
          <span className="cut">{named ?? words(step.title)}</span>
        </button>
      </td>
      <td className="run-plain">
        <StepStatus state={step.state} changed={step.changed} adopted={step.adopted} />
      </td>
      <td className="number run-plain">{spent === null ? '' : noticed(spent)}</td>
      <td className="number quiet run-plain">{step.attempts === 0 ? '' : step.attempts}</td>
    </tr>
  );
}

/** One row of the list, whichever kind it is. */
export function StepListRow({
  row,
  list,
}: {
  readonly row: ListRow;
  readonly list: ListInHand;
}): ReactElement {
  if (row.kind === 'group') {
    return <GroupRow row={row} list={list} />;
  }
  if (row.kind === 'progress') {
    return <ProgressRow row={row} />;
  }
  return row.kind === 'siblings' ? <SiblingsRow row={row} list={list} /> : <OneStep row={row} list={list} />;
}

/** What tells rows apart while the list changes. */
export function rowKey(row: ListRow): string {
  if (row.kind === 'group') {
    return `group/${row.group.key}`;
  }
  if (row.kind === 'siblings') {
    return `more/${row.steps[0]?.key ?? ''}`;
  }
  return `${row.kind}/${row.step.key}`;
}
