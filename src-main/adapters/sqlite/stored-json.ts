import { z } from 'zod';

/** A text column that holds JSON, parsed again on the way out: the disk is input too. */
export const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('not JSON');
    return z.NEVER;
  }
});

export const nullableJson = z
  .string()
  .nullable()
  .transform((text, context): unknown => {
    const parsed = text === null ? null : jsonText.safeParse(text);
    if (parsed?.success === false) {
      context.addIssue('not JSON');
    }
    return parsed?.data ?? null;
  });
