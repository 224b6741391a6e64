import { mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeNewFile } from '../../files/new-file.ts';
import { readFileAtOnce } from '../../files/open-file.ts';
import { z } from 'zod';

const boundsSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(200).max(20_000),
  height: z.number().int().min(200).max(20_000),
});
const windowStateSchema = z.object({ bounds: boundsSchema, isMaximized: z.boolean() });

export type Bounds = z.infer<typeof boundsSchema>;
export type WindowState = z.infer<typeof windowStateSchema>;

export interface Placement {
  readonly bounds: Partial<Bounds> & Pick<Bounds, 'width' | 'height'>;
  readonly isMaximized: boolean;
}

/** So much of the window's upper edge must be in reach for it to be dragged. */
const leastReach = { width: 120, height: 32 };
const firstSize = { width: 1280, height: 720 };

/** Null when nothing was kept, or what lies there is not a window's place: it costs a place on the screen, no more. */
export function readWindowState(file: string): WindowState | null {
  try {
    const read = windowStateSchema.safeParse(JSON.parse(readFileAtOnce(file).toString('utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** Whole or not at all: another file takes the old one's place. Answers false when it could not be kept. */
export function writeWindowState(file: string, state: WindowState): boolean {
  const written = `${file}.new`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeNewFile(written, `${JSON.stringify(state)}\n`, 0o600);
    renameSync(written, file);
    return true;
  } catch {
    // Windows refuses while a scanner holds the file; the window opens in its former place then.
    return false;
  }
}

/** The kept place if a display still shows it, else the kept size in the middle, never larger than the display. */
export function placeOnDisplays(kept: WindowState | null, areas: readonly Bounds[]): Placement {
  const { width, height } = areas[0] ?? firstSize;
  if (kept === null) {
    return {
      bounds: { width: Math.min(firstSize.width, width), height: Math.min(firstSize.height, height) },
      isMaximized: false,
    };
  }
  const { bounds, isMaximized } = kept;
  if (areas.some((area) => isWithinReach(bounds, area))) {
    return { bounds, isMaximized };
  }
  return {
    bounds: { width: Math.min(bounds.width, width), height: Math.min(bounds.height, height) },
    isMaximized,
  };
}

function isWithinReach(bounds: Bounds, area: Bounds): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const isTopInside = bounds.y >= area.y && bounds.y + leastReach.height <= area.y + area.height;
  return width >= leastReach.width && isTopInside;
}
