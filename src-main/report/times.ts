import { AppError } from '../contract/errors.ts';

/** Times of the report in the site's time zone. A text that is no time is shown as it stands. */
export interface Times {
  /** `2026-11-21 11:48`. */
  minute(time: string): string;
  /** `11:48:02` on the day the report was made, `11-20 23:59:58` on any other. */
  second(time: string): string;
  /** `2026-11-21 11:48 UTC+8`. */
  withZone(time: string): string;
  /** `UTC+8` at that time. */
  zone(time: string): string;
}

function createFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'shortOffset',
    });
  } catch (cause) {
    throw new AppError(
      'INPUT_INVALID',
      {
        zh: `无法识别验收报告的时区「${timeZone}」。请填写 IANA 时区名，例如 Asia/Shanghai。`,
        en: `Unknown report time zone "${timeZone}". Use an IANA name, for example Asia/Shanghai.`,
      },
      { data: { timeZone }, cause },
    );
  }
}

/** Throws INPUT_INVALID when the time zone is not an IANA name. `madeAt` decides which day needs no date. */
export function createTimes(timeZone: string, madeAt: string): Times {
  const format = createFormat(timeZone);

  function partsOf(time: string): ((type: Intl.DateTimeFormatPartTypes) => string) | null {
    const at = Date.parse(time);
    if (Number.isNaN(at)) {
      return null;
    }
    const parts = format.formatToParts(at);
    return (type) => parts.find((part) => part.type === type)?.value ?? '';
  }
  function day(time: string): string {
    const part = partsOf(time);
    return part === null ? time : `${part('year')}-${part('month')}-${part('day')}`;
  }
  function minute(time: string): string {
    const part = partsOf(time);
    return part === null ? time : `${day(time)} ${part('hour')}:${part('minute')}`;
  }
  function second(time: string): string {
    const part = partsOf(time);
    if (part === null) {
      return time;
    }
    const clock = `${part('hour')}:${part('minute')}:${part('second')}`;
    return day(time) === day(madeAt) ? clock : `${day(time).slice(5)} ${clock}`;
  }
  function zone(time: string): string {
    return (partsOf(time)?.('timeZoneName') ?? '').replace('GMT', 'UTC');
  }
  return { minute, second, zone, withZone: (time) => `${minute(time)} ${zone(time)}`.trim() };
}
