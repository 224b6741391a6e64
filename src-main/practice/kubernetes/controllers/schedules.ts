/** The five fields of a CronJob's schedule. */
const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

const named: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
};

function fieldHolds(field: string, value: number, [from, to]: readonly [number, number]): boolean {
  return field.split(',').some((part) => {
    const [range = '*', step = '1'] = part.split('/');
    const [first, last] = range === '*' ? [from, to] : range.split('-').map(Number);
    const end = last ?? (part.includes('/') ? to : first);
    return (
      first !== undefined &&
      end !== undefined &&
      value >= first &&
      value <= end &&
      (value - first) % Number(step) === 0
    );
  });
}

/** Whether the schedule names this minute, in UTC. What cannot be read names none. */
export function isScheduledAt(schedule: string, atMs: number): boolean {
  const fields = (named[schedule] ?? schedule).trim().split(/\s+/);
  const at = new Date(atMs);
  const values = [
    at.getUTCMinutes(),
    at.getUTCHours(),
    at.getUTCDate(),
    at.getUTCMonth() + 1,
    at.getUTCDay(),
  ];
  return (
    fields.length === ranges.length &&
    fields.every((field, index) => fieldHolds(field, values[index] ?? 0, ranges[index] ?? [0, 0]))
  );
}
