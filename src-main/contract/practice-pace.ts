import { z } from 'zod';
import { AppError } from './errors.ts';

/** `real`: a whole run takes as long as a person needs to see what happens, 60 to 90 seconds. `fast`: as fast as it goes. */
export const practicePaceSchema = z.enum(['real', 'fast']);
export type PracticePace = z.infer<typeof practicePaceSchema>;

/**
 * Throws USAGE for a word that is no pace.
 * @param source the option or variable it was given with
 */
export function requirePace(source: string, given: string): PracticePace {
  const pace = practicePaceSchema.safeParse(given);
  if (pace.success) {
    return pace.data;
  }
  throw new AppError('USAGE', {
    zh: `${source} 只能是 real 或 fast，不能是 ${given}。`,
    en: `${source} must be real or fast, not ${given}.`,
  });
}

/** The pace of a practice site for which none was given: `SITEWRIGHT_PRACTICE_PACE`, else `real`. */
export function paceOfEnvironment(environment: Readonly<Record<string, string | undefined>>): PracticePace {
  const given = environment['SITEWRIGHT_PRACTICE_PACE'] ?? '';
  return given === '' ? 'real' : requirePace('SITEWRIGHT_PRACTICE_PACE', given);
}
