import { z } from 'zod';
import { grantSchema, importDocumentSchema } from '../contract/configure.ts';
import { faultScenarioSchema } from '../contract/fault-schema.ts';
import { practicePaceSchema } from '../contract/practice-pace.ts';
import { nothing, procedure } from './base.ts';

const practiceIsoSchema = z.object({ grant: grantSchema, name: z.string(), sizeBytes: z.number().int() });

export const practice = {
  /** Every fault that can be ordered. */
  faults: procedure
    .input(nothing)
    .output(z.array(faultScenarioSchema))
    .handler(async ({ context }) => [...(await context.application.practice.faults())]),
  /**
   * Lays the sample workbook out in the home, if it is not there, and imports it; `iso` is an image made for the upload.
   * `pace`: the one it is to be watched at; null: that of the site now. `fresh`: the practice site and the sample as they were at first; refused while a run holds the site.
   */
  open: procedure
    .input(z.object({ fresh: z.boolean(), pace: practicePaceSchema.nullable() }))
    .output(z.object({ import: importDocumentSchema, iso: practiceIsoSchema }))
    .handler(async ({ context, input }) => {
      const { application, grants } = context;
      const { iso, ...opened } = await application.practice.open(input);
      const { path, name, sizeBytes } = iso;
      return { import: opened.import, iso: { grant: grants.grant('read', path), name, sizeBytes } };
    }),
  /** That of the own practice site now. */
  pace: procedure
    .input(nothing)
    .output(practicePaceSchema)
    .handler(({ context }) => context.application.practice.pace()),
  /** Where the own practice site answers; null while it was not started in this process. */
  address: procedure
    .input(nothing)
    .output(z.string().nullable())
    .handler(({ context }) => context.application.practice.address()),
  /** The practice site and the sample workbook as they were at first; refused while a run holds the site. */
  reset: procedure
    .input(nothing)
    .output(z.void())
    .handler(({ context }) => context.application.practice.reset()),
};
