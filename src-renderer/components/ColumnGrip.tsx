import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import './column-grip.css';

interface ColumnGripProps {
  readonly widthPx: number;
  readonly minPx: number;
  readonly maxPx: number;
  readonly onChange: (widthPx: number) => void;
  /** On the left edge of its column: dragging to the left makes it wider. */
  readonly isLeft?: boolean;
}

const stepPx = 16;

/** The edge of a column, to drag. With the keyboard the arrow keys move it. */
export function ColumnGrip({
  widthPx,
  minPx,
  maxPx,
  onChange,
  isLeft = false,
}: ColumnGripProps): ReactElement {
  const { t } = useTranslation();
  const widen = (byPx: number): void =>
    onChange(Math.min(maxPx, Math.max(minPx, Math.round(widthPx + (isLeft ? -byPx : byPx)))));
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      widen(event.movementX);
    }
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'ArrowRight') {
      widen(stepPx);
    }
    if (key === 'ArrowLeft') {
      widen(-stepPx);
    }
  };
  return (
    <span
      role="separator"
      // Not among the page's tab stops: the head of the column takes the same keys.
      tabIndex={-1}
      aria-orientation="vertical"
      aria-label={t('columnWidth')}
      aria-valuenow={widthPx}
      aria-valuemin={minPx}
      aria-valuemax={maxPx}
      className={isLeft ? 'column-grip left' : 'column-grip'}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
