import { z } from 'zod';
import { grantSchema } from '../contract/grant.ts';
import { asked } from './base.ts';

const pathInput = z.object({ path: z.string().min(1) });
const grantAnswer = z.object({ grant: grantSchema });
/** One of `contract/file-kinds/file-kinds.ts`. */
const kindName = z.string().min(1).max(64);
const entrySchema = z.object({
  name: z.string(),
  kind: z.enum(['directory', 'file']),
  sizeBytes: z.number().int(),
  grant: grantSchema,
});

/** What the picker shows: a directory, or a file of the kind that is asked for. */
export type PickedEntry = z.infer<typeof entrySchema>;

export const files = {
  /** A file to read, by its path; only where a person typed the path on this machine. */
  grant: asked(pathInput, grantAnswer),
  /** A file to write, likewise. */
  grantOut: asked(pathInput, grantAnswer),
  /** Where looking begins; for a kind, first the folder where such files usually lie. */
  roots: asked(
    z.object({ kind: kindName.optional() }).optional(),
    z.array(z.object({ name: z.string(), grant: grantSchema })),
  ),
  list: asked(
    z.object({ directory: grantSchema, kind: kindName, hidden: z.boolean() }),
    z.object({ entries: z.array(entrySchema), cut: z.boolean() }),
  ),
  /** What a person names by its path in the picker's field; only what the picker can show is found. */
  find: asked(z.object({ path: z.string().trim().min(1).max(4_096), kind: kindName }), entrySchema),
};
