import { AppError } from '../../contract/errors.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** For `argParser`: milliseconds of `10m`, `90s` or `1h`. Throws USAGE for what is none. */
export function requireDuration(option: string): (given: string) => number {
  return (given) => {
    const [, digits = '', unit = ''] = /^(\d{1,6})(ms|s|m|h)$/.exec(given) ?? [];
    const factor = unitMs[unit];
    if (factor === undefined) {
      throw new AppError('USAGE', {
        zh: `${option} 要写成时长，例如 10m 或 90s，不能是 ${given}。`,
        en: `${option} must be a length of time such as 10m or 90s, not ${given}.`,
      });
    }
    return Number(digits) * factor;
  };
}
