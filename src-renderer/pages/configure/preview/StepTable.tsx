import { Checkbox } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRowKeys } from '../../../hooks/use-row-keys.ts';
import { useGroupTitle } from '../../../words/group-title.ts';
import { ColumnGrip } from '../../../components/ColumnGrip.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { useOneTabStop } from '../../../components/use-one-tab-stop.ts';
import {
  groupsOf,
  inScope,
  isOpenByItself,
  rowsOf,
  totalsOf,
  type Group,
  type PreviewStep,
} from './scope.ts';
import { StepRow, UndoWord, useStepName, type Scope } from './StepRow.tsx';

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

interface HeadProps {
  readonly group: Group;
  readonly scope: Scope;
  readonly isOpen: boolean;
  readonly onFold: () => void;
}

function GroupHead({ group, scope, isOpen, onFold }: HeadProps): ReactElement {
  const { t } = useTranslation('preview');
  const title = useGroupTitle('configure')(group);
  const { steps } = group;
  const off = [...scope.skip, ...scope.withheld.keys()];
  const kept = inScope(steps, off);
  const { changes, same, final } = totalsOf(kept);
  const missing = steps.length - kept.length;
  const parts = [
    changes > 0 ? t('group.changes', { count: changes }) : null,
    changes === 0 && kept.length > 0
      ? t(kept.every(({ looksOnly }) => looksOnly) ? 'group.looks' : 'group.already')
      : null,
    changes > 0 && same > 0 ? t('group.same', { count: same }) : null,
    missing > 0 ? t('group.off', { count: missing }) : null,
  ].filter((part) => part !== null);
  return (
    <tr className="group">
      <td>
        <Checkbox
          {...tickOf(steps, off)}
          disabled={steps.every(({ mandatory }) => mandatory)}
          aria-label={title}
          onChange={({ target }) =>
            scope.onToggle(
              steps.map(({ key }) => key),
              target.checked,
            )
          }
        />
      </td>
      <td colSpan={3} className="preview-group">
        <button type="button" className="preview-fold" aria-expanded={isOpen} onClick={onFold}>
          <Glyph name={isOpen ? 'open' : 'shut'} />
          {title}
          <small>{[t('group.steps', { count: steps.length }), parts.join(t('comma'))].join(' · ')}</small>
        </button>
      </td>
      <td colSpan={2} className="small preview-plain">
        {changes === 0 ? '—' : <UndoWord isFinal={final > 0} count={final > 0 ? final : changes} />}
      </td>
    </tr>
  );
}

interface MoreProps {
  readonly steps: readonly PreviewStep[];
  readonly onShow: () => void;
}

const namedAtMost = 4;

function MoreRow({ steps, onShow }: MoreProps): ReactElement {
  const { t } = useTranslation(['preview', 'common']);
  const name = useStepName();
  const named = steps.slice(0, namedAtMost).map(name).join(t('common:separator'));
  return (
    <tr>
      <td />
      <td colSpan={5} className="preview-step">
        <button type="button" className="preview-more" onClick={onShow}>
          {t(steps.length > namedAtMost ? 'moreAnd' : 'more', { count: steps.length, names: named })}
        </button>
      </td>
    </tr>
  );
}

function GroupBody({ group, scope, view }: StepTableProps & { readonly group: Group }): ReactElement | null {
  const [folded, setFolded] = useState<boolean | null>(null);
  const [isWhole, setWhole] = useState(false);
  const shown = group.steps.filter(view.shows);
  if (shown.length === 0) {
    return null;
  }
  const isOpen = folded === null ? !view.isWhole || isOpenByItself(group, scope.skip) : !folded;
  const rows = rowsOf(shown, ({ key }) => scope.skip.includes(key));
  return (
    <tbody>
      <GroupHead group={group} scope={scope} isOpen={isOpen} onFold={() => setFolded(isOpen)} />
      {!isOpen
        ? null
        : rows.map((row) => {
            if (row.kind === 'step') {
              return <StepRow key={row.step.key} step={row.step} scope={scope} />;
            }
            if (isWhole || !view.isWhole) {
              return row.steps.map((step) => <StepRow key={step.key} step={step} scope={scope} />);
            }
            return <MoreRow key={row.steps[0]?.key} steps={row.steps} onShow={() => setWhole(true)} />;
          })}
    </tbody>
  );
}

/** Of the columns that can be sized, pixels; what is planned takes the rest. */
const firstWidths = { step: 236, now: 144, undo: 104, cells: 138 };

/** The ticks, and what the planned value needs at least. */
const fewestPx = 34 + 160;

const sumOf = (widths: typeof firstWidths): number =>
  Object.values(widths).reduce((sum, width) => sum + width, 0);

/** Every step a run would take, in groups, each with its tick. */
export function StepTable({ scope, view }: StepTableProps): ReactElement {
  const { t } = useTranslation('preview');
  const rowKeys = useRowKeys<HTMLDivElement>('input[type="checkbox"]');
  const { place, onKeyDown } = useOneTabStop<HTMLTableElement>();
  const { steps, skip, onToggle } = scope;
  const [widths, setWidths] = useState(firstWidths);
  return (
    <div className="preview-table" ref={rowKeys}>
      <table
        ref={place}
        onKeyDown={onKeyDown}
        className="rows dense"
        style={{ minWidth: fewestPx + sumOf(widths) }}
      >
        <colgroup>
          <col style={{ width: 34 }} />
          <col style={{ width: widths.step }} />
          <col style={{ width: widths.now }} />
          <col />
          <col style={{ width: widths.undo }} />
          <col style={{ width: widths.cells }} />
        </colgroup>
        <thead>
          <tr>
            <th>
              <Checkbox
                {...tickOf(steps, skip)}
                aria-label={t('everything')}
                onChange={({ target }) =>
                  onToggle(
                    steps.map(({ key }) => key),
                    target.checked,
                  )
                }
              />
            </th>
            <th>
              {t('column.step')}
              <ColumnGrip widthPx={widths.step} onChange={(step) => setWidths({ ...widths, step })} />
            </th>
            <th>
              {t('column.now')}
              <ColumnGrip widthPx={widths.now} onChange={(now) => setWidths({ ...widths, now })} />
            </th>
            <th>{t('column.then')}</th>
            <th>
              <ColumnGrip isLeft widthPx={widths.undo} onChange={(undo) => setWidths({ ...widths, undo })} />
              {t('column.undo')}
            </th>
            <th>
              <ColumnGrip
                isLeft
                widthPx={widths.cells}
                onChange={(cells) => setWidths({ ...widths, cells })}
              />
              {t('column.cells')}
            </th>
          </tr>
        </thead>
        {groupsOf(steps).map((group) => (
          <GroupBody key={group.key} group={group} scope={scope} view={view} />
        ))}
      </table>
    </div>
  );
}
