import { z } from 'zod';
import { severities } from './finding.ts';
import { textSchema } from './text-schema.ts';

/** A value of a run's order, by its path there, and what it is to be. */
export const runEditSchema = z.object({ key: z.string(), value: z.string() });
export type RunEdit = z.infer<typeof runEditSchema>;

/** What changed values of a run come to, before anything is done with them. */
export const editCheckSchema = z.object({
  /** What would be found because of them; with an error among them they are refused. */
  findings: z.array(z.object({ severity: z.enum(severities), place: z.string(), message: textSchema })),
  /** Where the source of the order has the values: they may be kept there for later runs. */
  places: z.array(z.object({ key: z.string(), place: z.string() })),
  /** Why some were checked by their form only, and are for this run only; null where all were checked like the source. */
  unchecked: textSchema.nullable(),
});
export type EditCheck = z.infer<typeof editCheckSchema>;
