import { useEffect, useState, type ReactElement, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useLatest } from '../hooks/use-latest.ts';
import './graph-view.css';

/** In CSS pixels of the drawing at its own size. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface GraphViewProps {
  /** Of the drawing at its own size, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** Where the drawing is seen; whoever draws measures it. */
  readonly pane: RefObject<HTMLDivElement | null>;
  /** What is brought into sight when the graph is opened, and whenever it is another place; null leaves the graph where it is. */
  readonly inSight?: Place | null;
  readonly children: ReactNode;
}

const least = 0.4;
const most = 2;
const step = 1.2;
/** A hand that trembles still presses what it is on. */
const dragFromPx = 4;

const within = (scale: number): number => Math.min(most, Math.max(least, scale));

/** The drawing follows the pointer that drags it; what it is dropped on is not pressed. */
function useDragging(pane: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const { current } = pane;
    if (current === null) {
      return undefined;
    }
    const over = new AbortController();
    const { signal } = over;
    let from: { x: number; y: number; left: number; top: number } | null = null;
    let isDragged = false;
    current.addEventListener(
      'pointerdown',
      ({ button, clientX, clientY }) => {
        isDragged = false;
        from =
          button === 0 ? { x: clientX, y: clientY, left: current.scrollLeft, top: current.scrollTop } : null;
      },
      { signal },
    );
    addEventListener(
      'pointermove',
      ({ clientX, clientY }) => {
        if (from === null) {
          return;
        }
        const [byX, byY] = [clientX - from.x, clientY - from.y];
        isDragged ||= Math.hypot(byX, byY) >= dragFromPx;
        if (isDragged) {
          current.scrollTo({ left: from.left - byX, top: from.top - byY });
        }
      },
      { signal },
    );
    addEventListener('pointerup', () => (from = null), { signal });
    addEventListener('pointercancel', () => (from = null), { signal });
    current.addEventListener(
      'click',
      (event) => {
        if (isDragged) {
          event.preventDefault();
          event.stopPropagation();
        }
        isDragged = false;
      },
      { signal, capture: true },
    );
    return () => over.abort();
  }, [pane]);
}

/** Control and the wheel change the size; React listens to wheels without a say in what follows. */
function useWheel(pane: RefObject<HTMLDivElement | null>, zoom: (by: number) => void): void {
  const latest = useLatest(zoom);
  useEffect(() => {
    const { current } = pane;
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        latest(event.deltaY < 0 ? step : 1 / step);
      }
    };
    current?.addEventListener('wheel', onWheel, { passive: false });
    return () => current?.removeEventListener('wheel', onWheel);
  }, [pane, latest]);
}

/** How far to scroll along one side: not at all where what is wanted is in sight, else until it stands in the middle. */
const toMiddle = (from: number, length: number, seen: number): number =>
  from >= 0 && from + length <= seen ? 0 : from + length / 2 - seen / 2;

/** Scrolls the graph alone: to scroll an element into view would move the page around it as well. */
function useInSight(pane: RefObject<HTMLDivElement | null>, place: Place | null, scale: number): void {
  const { x, y, width, height } = place ?? { x: 0, y: 0, width: 0, height: 0 };
  const isWanted = place !== null;
  const show = useLatest(() => {
    const { current } = pane;
    const plane = current?.firstElementChild;
    if (current === null || plane === null || plane === undefined) {
      return;
    }
    const [outer, inner] = [current.getBoundingClientRect(), plane.getBoundingClientRect()];
    const [left, top] = [inner.left - outer.left + x * scale, inner.top - outer.top + y * scale];
    current.scrollBy({
      left: toMiddle(left, width * scale, current.clientWidth),
      top: toMiddle(top, height * scale, current.clientHeight),
    });
  });
  useEffect(() => {
    if (isWanted) {
      show();
    }
  }, [isWanted, x, y, width, height, show]);
}

/** A drawing of boxes and lines that is dragged about and made larger or smaller; it stands where it stood whatever its boxes say. */
export function GraphView(props: GraphViewProps): ReactElement {
  const { width, height, label, pane, inSight = null, children } = props;
  const { t } = useTranslation();
  const [scale, setScale] = useState(1);
  const zoom = (by: number): void => setScale((before) => within(before * by));
  useDragging(pane);
  useWheel(pane, zoom);
  useInSight(pane, inSight, scale);
  const fit = (): void => {
    const { current } = pane;
    if (current !== null) {
      setScale(within(Math.min(1, current.clientWidth / width, current.clientHeight / height)));
    }
  };
  const percent = Math.round(scale * 100);
  return (
    <div className="graph-view">
      <div className="graph" ref={pane} role="group" aria-label={label}>
        <div className="graph-plane" style={{ width, height, zoom: scale }}>
          {children}
        </div>
      </div>
      <div className="graph-tools" role="toolbar" aria-label={t('graphView.tools')}>
        <button type="button" aria-label={t('graphView.smaller')} onClick={() => zoom(1 / step)}>
          −
        </button>
        <button
          type="button"
          className="graph-scale"
          aria-label={t('graphView.whole', { percent })}
          onClick={() => setScale(1)}
        >
          {percent} %
        </button>
        <button type="button" aria-label={t('graphView.larger')} onClick={() => zoom(step)}>
          +
        </button>
        <button type="button" onClick={fit}>
          {t('graphView.fit')}
        </button>
      </div>
    </div>
  );
}
