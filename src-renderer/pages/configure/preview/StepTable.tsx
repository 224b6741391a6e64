import { Checkbox } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import {
  groupsOf,
  groupSummary,
  inScope,
  totalsOf,
  type PreviewGroup,
  type PreviewStep,
} from '../../../../src-main/contract/preview-scope.ts';
import { useWords } from '../../../words/language.ts';
import { useGroupTitle } from '../../../words/group-title.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { Table, WideRow } from '../../../components/table/Table.tsx';
import { isOpenByItself, rowsOf } from './scope.ts';
import { isIdle, UndoWord, useStepColumns, useStepName, type Scope } from './step-columns.tsx';

export interface StepTableProps {
  readonly scope: Scope;
  /** Which steps are looked at; with a view other than everything no group is folded. */
  readonly view: { readonly isWhole: boolean; readonly shows: (step: PreviewStep) => boolean };
}

/** How many of the steps are ticked: all, none, or some. */
function tickOf(
  steps: readonly PreviewStep[],
  skip: readonly string[],
): { checked: boolean; indeterminate: boolean } {
  const on = inScope(steps, skip).length;
  return { checked: on === steps.length, indeterminate: on > 0 && on < steps.length };
}

/** The head of a group: a tick for all of it, and what its steps come to. */
function useGroupHead(scope: Scope): (group: PreviewGroup, isOpen: boolean, onFold: () => void) => WideRow {
  const title = useGroupTitle('configure');
  const words = useWords();
  const off = [...scope.skip, ...scope.withheld.keys()];
  return (group, isOpen, onFold) => {
    const { key, steps } = group;
    const { changes, final } = totalsOf(inScope(steps, off));
    const tick = (
      <Checkbox
        {...tickOf(steps, off)}
        disabled={steps.every(({ mandatory }) => mandatory)}
        aria-label={title(group)}
        onChange={({ target }) => scope.onToggle(keysOf(steps), target.checked)}
      />
    );
    const fold = (
      <button type="button" className="preview-fold" aria-expanded={isOpen} onClick={onFold}>
        <Glyph name={isOpen ? 'open' : 'shut'} />
        {title(group)}
        <small>{words(groupSummary(steps, off))}</small>
      </button>
    );
    const undo = changes === 0 ? '—' : <UndoWord isFinal={final > 0} count={final > 0 ? final : changes} />;
    return new WideRow({
      key: `group ${key}`,
      className: 'group',
      cells: [
        { key: 'tick', columns: 1, content: tick },
        { key: 'name', columns: 3, className: 'preview-group', content: fold },
        { key: 'undo', columns: 2, className: 'small preview-plain', content: undo },
      ],
    });
  };
}

const keysOf = (steps: readonly PreviewStep[]): readonly string[] => steps.map(({ key }) => key);

const namedAtMost = 4;

/** Stands for the steps that are like those before them. */
function useMoreRow(): (steps: readonly PreviewStep[], onShow: () => void) => WideRow {
  const { t } = useTranslation(['preview', 'common']);
  const name = useStepName();
  return (steps, onShow) => {
    const named = steps.slice(0, namedAtMost).map(name).join(t('common:separator'));
    const more = (
      <button type="button" className="preview-more" onClick={onShow}>
        {t(steps.length > namedAtMost ? 'moreAnd' : 'more', { count: steps.length, names: named })}
      </button>
    );
    return new WideRow({
      key: `more ${steps[0]?.key ?? ''}`,
      cells: [
        { key: 'tick', columns: 1, content: null },
        { key: 'more', columns: 5, className: 'preview-step', content: more },
      ],
    });
  };
}

/** The rows as they are folded now. */
function useStepRows({ scope, view }: StepTableProps): readonly (PreviewStep | WideRow)[] {
  // By group: folded or not where a person said so; and the groups of which every step is shown.
  const [folded, setFolded] = useState<Readonly<Record<string, boolean>>>({});
  const [whole, setWhole] = useState<readonly string[]>([]);
  const groupHead = useGroupHead(scope);
  const moreRow = useMoreRow();
  return groupsOf(scope.steps).flatMap((group): readonly (PreviewStep | WideRow)[] => {
    const { key } = group;
    const shown = group.steps.filter(view.shows);
    if (shown.length === 0) {
      return [];
    }
    const byPerson = folded[key];
    const isOpen = byPerson === undefined ? !view.isWhole || isOpenByItself(group, scope.skip) : !byPerson;
    const head = groupHead(group, isOpen, () => setFolded((before) => ({ ...before, [key]: isOpen })));
    if (!isOpen) {
      return [head];
    }
    const isAll = whole.includes(key) || !view.isWhole;
    const rows = rowsOf(shown, (step) => scope.skip.includes(step.key)).flatMap(
      (row): readonly (PreviewStep | WideRow)[] => {
        if (row.kind === 'step') {
          return [row.step];
        }
        return isAll ? row.steps : [moreRow(row.steps, () => setWhole((before) => [...before, key]))];
      },
    );
    return [head, ...rows];
  });
}

/** Every step a run would take, in groups, each with its tick. */
export function StepTable({ scope, view }: StepTableProps): ReactElement {
  const { t } = useTranslation('preview');
  const rows = useStepRows({ scope, view });
  const columns = useStepColumns(scope);
  const { steps, skip, onToggle } = scope;
  const everything = (
    <Checkbox
      {...tickOf(steps, skip)}
      aria-label={t('everything')}
      onChange={({ target }) => onToggle(keysOf(steps), target.checked)}
    />
  );
  return (
    <Table
      className="preview-table"
      scrolls="fill"
      isDense
      wraps
      hasRowKeys
      label={t('title')}
      columns={[{ ...columns.tick, head: everything }, ...columns.rest]}
      rows={rows}
      keyOf={({ key }) => key}
      rowClass={(step) => (isIdle(step, scope) ? 'preview-idle' : undefined)}
    />
  );
}
