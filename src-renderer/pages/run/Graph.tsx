import { useMemo, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRow } from '../../../src-main/contract/run.ts';
import { stepWord } from '../../../src-main/contract/state-words.ts';
import { useWords } from '../../words/language.ts';
import { useShortcut } from '../../hooks/shortcuts.ts';
import { Action } from '../../components/Action.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { GraphView, type Place } from '../../components/GraphView.tsx';
import { glyphOfStep } from '../../components/Status.tsx';
import { objectOf } from '../../words/step-object.ts';
import { commonStart, groupSteps } from './groups.ts';
import { chipHeight, drawGraph, headHeight, type Box } from './graph-layout.ts';
import type { Line } from './graph-lines.ts';
import { useGroupTitle } from '../../words/group-title.ts';
import { useNameWidths } from './use-name-widths.ts';
import { useWidth } from './use-width.ts';

interface GraphProps {
  /** Of the run. */
  readonly kind: string;
  readonly steps: readonly StepRow[];
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
  readonly isLarge: boolean;
  readonly onEnlarge: (isLarge: boolean) => void;
}

interface BoxProps {
  readonly kind: string;
  readonly box: Box;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
  readonly onFold: () => void;
}

function GroupBox({ kind, box, selected, onSelect, onFold }: BoxProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const title = useGroupTitle(kind);
  const words = useWords();
  const { group, isOpen, chips, hidden, x, y, width, height } = box;
  const only = group.steps.length === 1 ? group.steps[0] : undefined;
  const states = `${group.worst}${only !== undefined && only.key === selected ? ' selected' : ''}`;
  const drawn = new Set(chips.map(({ key }) => key));
  const byKey = new Map<string, StepRow>();
  for (const step of group.steps) {
    if (drawn.has(step.key)) {
      byKey.set(step.key, step);
    }
  }
  const start = commonStart([...byKey.values()].flatMap((step) => objectOf(step) ?? []));
  const groupWord = words(stepWord({ state: group.worst, undoneBy: group.undoneBy }));
  return (
    <div className={`graph-box ${states}`} style={{ left: x, top: y, width, height }}>
      <button
        type="button"
        className="graph-head"
        style={{ height: headHeight - 2 }}
        {...(only === undefined ? { 'aria-expanded': isOpen } : {})}
        onClick={() => (only === undefined ? onFold() : onSelect(only.key))}
        title={`${title(group)} · ${groupWord}`}
      >
        <Glyph name={glyphOfStep(group.worst, group.changed, group.undoneBy)} label={groupWord} />
        <span className="cut">{title(group)}</span>
        {only === undefined ? (
          <span className="graph-count">
            {t('list.of', { settled: group.settled, total: group.steps.length })}
            <Glyph name={isOpen ? 'open' : 'shut'} />
          </span>
        ) : null}
      </button>
      {chips.map(({ key, x: left, y: top, width: wide }) => {
        const step = byKey.get(key);
        if (step === undefined) {
          return null;
        }
        const short = step.group === 'settings' ? step.key.toUpperCase() : words(step.title);
        const named = objectOf(step)?.slice(start.length) ?? short;
        const word = words(stepWord(step));
        return (
          <button
            key={key}
            type="button"
            className={`graph-chip ${step.state}${key === selected ? ' selected' : ''}`}
            style={{ left, top, width: wide, height: chipHeight }}
            onClick={() => onSelect(key)}
            title={`${words(step.title)} · ${word}`}
          >
            <Glyph name={glyphOfStep(step.state, step.changed, step.undoneBy)} label={word} />
            <span className="cut">{named}</span>
          </button>
        );
      })}
      {hidden > 0 ? (
        <span className="graph-hidden small faint">{t('graph.hidden', { count: hidden })}</span>
      ) : null}
    </div>
  );
}

/** Where a step is drawn; its group, where it has no chip. Null for a step that the graph does not have. */
function placeOf(boxes: readonly Box[], step: string | null): Place | null {
  const box = boxes.find(({ group }) => group.steps.some(({ key }) => key === step));
  const chip = box?.chips.find(({ key }) => key === step);
  return box === undefined || chip === undefined
    ? (box ?? null)
    : { x: box.x + chip.x, y: box.y + chip.y, width: chip.width, height: chipHeight };
}

/** A line is drawn as what it leads from: solid once that is over, dashed while it is awaited, red where it failed. */
function lineClass({ from }: Line, boxes: ReadonlyMap<string, Box>): string {
  const group = boxes.get(from)?.group;
  if (group === undefined) {
    return 'graph-line';
  }
  if (group.worst === 'failed') {
    return 'graph-line failed';
  }
  return group.settled === group.steps.length ? 'graph-line' : 'graph-line awaited';
}

/** The steps as a graph: what needs what, in groups that unfold. */
export function Graph({ kind, steps, selected, onSelect, isLarge, onEnlarge }: GraphProps): ReactElement {
  const { t } = useTranslation(['run', 'common']);
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const pane = useRef<HTMLDivElement>(null);
  const width = useWidth(pane, 310);
  const groups = useMemo(() => groupSteps(steps, 0), [steps]);
  const names = useNameWidths(kind);
  const drawing = useMemo(
    () => drawGraph(groups, folds, { widthPx: width, names }),
    [groups, folds, width, names],
  );
  const byKey = new Map(drawing.boxes.map((box) => [box.group.key, box]));
  const foldable = drawing.boxes.filter(({ group }) => group.steps.length > 1);
  const anyOpen = foldable.some(({ isOpen }) => isOpen);
  useShortcut('g', t('keys.graph'), () => onEnlarge(!isLarge));
  return (
    <section className="run-pane" aria-labelledby="run-graph">
      <div className="pane-head">
        <h2 id="run-graph">{t('graph.title')}</h2>
        <span>{t('graph.steps', { count: steps.length })}</span>
        <span className="grow" />
        <Action
          kind="link"
          onAct={() => setFolds(new Map(foldable.map(({ group }) => [group.key, !anyOpen])))}
        >
          {anyOpen ? t('graph.fold') : t('graph.unfold')}
        </Action>
        <Action kind="link" shortcut="G" onAct={() => onEnlarge(!isLarge)}>
          {isLarge ? t('graph.shrink') : t('graph.enlarge')}
        </Action>
      </div>
      <GraphView
        pane={pane}
        width={drawing.width}
        height={drawing.height}
        label={t('graph.title')}
        inSight={placeOf(drawing.boxes, selected)}
      >
        <svg width={drawing.width} height={drawing.height} aria-hidden="true">
          {drawing.lines.map((line) => (
            <path key={`${line.from}/${line.to}`} className={lineClass(line, byKey)} d={line.path} />
          ))}
        </svg>
        {drawing.boxes.map((box) => (
          <GroupBox
            key={box.group.key}
            kind={kind}
            box={box}
            selected={selected}
            onSelect={onSelect}
            onFold={() => setFolds(new Map(folds).set(box.group.key, !box.isOpen))}
          />
        ))}
      </GraphView>
    </section>
  );
}
