import { z } from 'zod';
import { importDocumentSchema } from '../contract/configure.ts';
import { grantSchema } from '../contract/grant.ts';
import { faultScenarioSchema } from '../contract/fault-schema.ts';
import { practicePaceSchema } from '../contract/practice-pace.ts';
import { asked, nothing } from './base.ts';

const practiceIsoSchema = z.object({ grant: grantSchema, name: z.string(), sizeBytes: z.number().int() });

export const practice = {
  /** Every fault that can be ordered. */
  faults: asked(nothing, z.array(faultScenarioSchema)),
  /**
   * Lays the sample workbook out in the home, if it is not there, and imports it; `iso` is an image made for the upload.
   * `pace`: the one it is to be watched at; null: that of the site now. `fresh`: the practice site and the sample as they were at first; refused while a run holds the site.
   */
  open: asked(
    z.object({ fresh: z.boolean(), pace: practicePaceSchema.nullable() }),
    z.object({ import: importDocumentSchema, iso: practiceIsoSchema }),
  ),
  /** That of the home's own practice site now. */
  pace: asked(nothing, practicePaceSchema),
  /** Where the home's own practice site is reached; null while it was not started in this process. */
  address: asked(nothing, z.string().nullable()),
  /** The practice site and the sample workbook as they were at first; refused while a run holds the site. */
  reset: asked(nothing, z.void()),
};
