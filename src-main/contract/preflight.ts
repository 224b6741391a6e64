import { z } from 'zod';
import { textSchema } from './text-schema.ts';

/** One line of the preflight: what was looked at, what was found, and how bad that is. Sends nothing that changes the site. */
export const preflightItemSchema = z.object({
  code: z.string(),
  subject: z.string(),
  verdict: z.enum(['ok', 'warning', 'error', 'unknown']),
  message: textSchema,
  facts: z.record(z.string(), z.json()).optional(),
  /** What has to be asked for or given, for this to be looked at; each interface says how that is done there. */
  wants: z.enum(['logins', 'token']).optional(),
});
export type PreflightItem = z.infer<typeof preflightItemSchema>;
