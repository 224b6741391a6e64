import { z } from 'zod';
import type { Json } from '../../contract/json.ts';
import type { LogLine } from '../../contract/run.ts';
import { textSchema } from '../../contract/text-schema.ts';
import { verbatim } from '../../contract/text.ts';

const storedLineSchema = z.object({
  seq: z.number(),
  at: z.string(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  step: z.string().nullable(),
  action: z.string().optional(),
  status: z.json().optional(),
  error: z.string().optional(),
  // One language only: lines written before there were two.
  message: z.union([textSchema, z.string().transform(verbatim)]),
  data: z.record(z.string(), z.json()).optional(),
});

/** The line as it was stored, or null for one that cannot be read. */
export function toLogLine(text: string): LogLine | null {
  try {
    const { action, status, error, data, ...line } = storedLineSchema.parse(JSON.parse(text));
    const facts: Record<string, Json> = {};
    if (action !== undefined) {
      facts['action'] = action;
    }
    if (status !== undefined) {
      facts['status'] = status;
    }
    if (error !== undefined) {
      facts['error'] = error;
    }
    Object.assign(facts, data);
    return Object.keys(facts).length === 0 ? line : { ...line, data: facts };
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof z.ZodError) {
      return null;
    }
    throw thrown;
  }
}
