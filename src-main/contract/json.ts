import { z } from 'zod';

/** Anything that survives a trip through JSON unchanged; what rows, intents and outputs are made of. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

export const jsonSchema: z.ZodType<Json> = z.json();
