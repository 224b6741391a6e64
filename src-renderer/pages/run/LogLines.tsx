import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, type CSSProperties, type ReactElement } from 'react';
import { textIn } from '../../../src-main/contract/text.ts';
import { visible } from '../../../src-main/contract/visible.ts';
import { useLanguage } from '../../words/language.ts';
import { clockTime } from '../../words/times.ts';
import type { ShownLine } from './use-log.ts';

const lineHeight = 18;
/** As logs everywhere spell them. */
export const levels = { debug: 'DBG', info: 'INF', warn: 'WRN', error: 'ERR' } as const;

/** More lines than any window shows at once. */
const places = 256;

const timeOf = (atMs: number): string => `${clockTime(atMs)}.${String(atMs % 1_000).padStart(3, '0')}`;

/** The longest name of a step that the log gives room to; a longer one is cut. */
const mostStepChars = 24;

interface LogLinesProps {
  readonly lines: readonly ShownLine[];
  /** How many of them there are: the array is the same when more have come. */
  readonly count: number;
  /** A line takes as many rows as it needs; otherwise it is cut at the edge of the window. */
  readonly wraps: boolean;
  /** Stay at the latest line. */
  readonly follows: boolean;
  /** The person has scrolled away from it. */
  readonly onLeave: () => void;
}

/** Lines drawn only where they are looked at. */
export function LogLines({ lines, count, wraps, follows, onLeave }: LogLinesProps): ReactElement {
  const language = useLanguage();
  const scroll = useRef<HTMLDivElement>(null);
  // Lines are drawn apart from each other, so their columns stand below each other by one width for all.
  const stepChars = useMemo(
    () => lines.slice(0, count).reduce((most, { step }) => Math.max(most, step?.length ?? 0), 0),
    [lines, count],
  );
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => lineHeight,
    overscan: 6,
  });
  const style: CSSProperties & Record<'--log-step', string> = {
    height: virtual.getTotalSize(),
    '--log-step': `${Math.min(mostStepChars, stepChars)}ch`,
  };
  useEffect(() => {
    if (follows && count > 0) {
      virtual.scrollToIndex(count - 1, { align: 'end' });
    }
  }, [follows, count, virtual]);
  return (
    <div
      className={wraps ? 'log-scroll wraps' : 'log-scroll'}
      ref={scroll}
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-labelledby="run-log"
      onWheel={({ deltaY }) => {
        if (deltaY < 0) {
          onLeave();
        }
      }}
      onKeyDown={({ key }) => {
        if (['ArrowUp', 'PageUp', 'Home'].includes(key)) {
          onLeave();
        }
      }}
    >
      <div style={style} className="log-lines">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          if (line === undefined) {
            return null;
          }
          const said = visible(textIn(line.message, language));
          return (
            <div
              // The place of a line that has left takes the next one: new elements for each are most of what scrolling costs.
              // One that wraps is measured as it is made.
              key={wraps ? index : index % places}
              ref={wraps ? virtual.measureElement : undefined}
              data-index={index}
              className={`log-line ${line.level}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <span className="faint">{timeOf(line.atMs)}</span>
              <span className="log-level">{levels[line.level]}</span>
              <span className="faint cut" title={line.step ?? undefined}>
                {line.step ?? ''}
              </span>
              <span className={wraps ? 'log-said' : 'cut'} title={wraps ? undefined : said}>
                {said}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
