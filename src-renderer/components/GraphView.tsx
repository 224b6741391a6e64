import { useEffect, useState, type ReactElement, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useLatest } from '../hooks/use-latest.ts';
import './graph-view.css';

interface GraphViewProps {
  /** Of the drawing at its own size, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** Where the drawing is seen; whoever draws measures it. */
  readonly pane: RefObject<HTMLDivElement | null>;
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

/** A drawing of boxes and lines that is dragged about and made larger or smaller; it stands where it stood whatever its boxes say. */
export function GraphView({ width, height, label, pane, children }: GraphViewProps): ReactElement {
  const { t } = useTranslation();
  const [scale, setScale] = useState(1);
  const zoom = (by: number): void => setScale((before) => within(before * by));
  useDragging(pane);
  useWheel(pane, zoom);
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
