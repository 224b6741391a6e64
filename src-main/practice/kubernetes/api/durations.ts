/** A time span as kubectl shows it: `12s`, `4m5s`, `3h`, `2d4h`. */
export function shortDuration(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  if (seconds < -1) {
    return '<invalid>';
  }
  if (seconds < 120) {
    return `${Math.max(0, seconds)}s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) {
    return withRest(minutes, 'm', `${seconds % 60}s`);
  }
  if (minutes < 180) {
    return `${minutes}m`;
  }
  return longDuration(Math.floor(minutes / 60), minutes % 60);
}

const withRest = (whole: number, unit: string, rest: string): string =>
  rest.startsWith('0') ? `${whole}${unit}` : `${whole}${unit}${rest}`;

function longDuration(hours: number, minutes: number): string {
  if (hours < 8) {
    return withRest(hours, 'h', `${minutes}m`);
  }
  if (hours < 48) {
    return `${hours}h`;
  }
  const days = Math.floor(hours / 24);
  if (hours < 192) {
    return withRest(days, 'd', `${hours % 24}h`);
  }
  return days < 730 ? `${days}d` : `${Math.floor(days / 365)}y`;
}

/** How long ago, `<unknown>` for what is no time. */
export function ageOf(time: string, nowMs: number): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? '<unknown>' : shortDuration(nowMs - at);
}
