/** How long ago something was, as `kubectl` says it: `41s`, `12m`, `5h12m`, `3d4h`, `212d`. */
export function ageOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const minutes = Math.trunc(seconds / 60);
  const hours = Math.trunc(minutes / 60);
  const days = Math.trunc(hours / 24);
  if (seconds < 120) {
    return `${seconds}s`;
  }
  if (minutes < 60) {
    return `${minutes}m`;
  }
  if (hours < 24) {
    return `${hours}h${rest(minutes % 60, 'm')}`;
  }
  return days < 10 ? `${days}d${rest(hours % 24, 'h')}` : `${days}d`;
}

const rest = (count: number, unit: string): string => (count === 0 ? '' : `${count}${unit}`);
