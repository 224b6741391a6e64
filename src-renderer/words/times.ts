/** Times and sizes as people read them, the same in both languages. */
const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');

/** `11-21 10:42`, local. */
export function dayTime(atMs: number): string {
  const at = new Date(atMs);
  return `${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `10:42:39`, local. */
export function clockTime(atMs: number): string {
  const at = new Date(atMs);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** `10:42:39` of today, `11-21 10:42` of another day; local. */
export function seenTime(atMs: number, nowMs = Date.now()): string {
  const isToday = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  return isToday ? clockTime(atMs) : dayTime(atMs);
}

/** `UTC+8`, `UTC-3:30`. */
export function zone(at = new Date()): string {
  const minutes = -at.getTimezoneOffset();
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? '-' : '+'}${Math.trunc(Math.abs(minutes) / 60)}${rest === 0 ? '' : `:${two(rest)}`}`;
}

/** `00:06:12`. */
export function longDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return `${two(seconds / 3_600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** `<0.1 s`, `0.8 s`, `41 s`, `1:41`, `1:02:03`: as short as it stays exact enough. */
export function shortDuration(given: number): string {
  // A clock that is shown may be a moment behind what it is compared with.
  const ms = Math.max(0, given);
  if (ms < 100) {
    return '<0.1 s';
  }
  if (ms < 10_000) {
    return `${(ms / 1_000).toFixed(1)} s`;
  }
  const seconds = Math.round(ms / 1_000);
  if (seconds < 100) {
    return `${seconds} s`;
  }
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 60) {
    return `${minutes}:${two(seconds % 60)}`;
  }
  return `${Math.trunc(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** As {@link shortDuration}; empty for what nobody would notice. */
export const noticed = (ms: number): string => (ms < 100 ? '' : shortDuration(ms));

/** `3 s`, `40 s`, `2:05`: an estimate, no more exact than it can be. */
export function roughDuration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return shortDuration(Math.max(1, seconds < 10 ? seconds : Math.round(seconds / 5) * 5) * 1_000).replace(
    '.0',
    '',
  );
}
