import { z } from 'zod';
import {
  mappingProposalSchema,
  planCheckSchema,
  planRequestSchema,
  sheetReadingSchema,
} from '../../contract/configure.ts';
import { grantSchema } from '../../contract/grant.ts';
import { languageSchema } from '../../contract/text-schema.ts';
import { workbookGridSchema } from '../../contract/workbook-grid.ts';
import { asked } from '../base.ts';

export const plan = {
  check: asked(planRequestSchema, planCheckSchema),
  read: asked(planRequestSchema, sheetReadingSchema),
  /** The sheets of an import as one sees them in Excel, corrections put in, without passwords; read by the profile of its last version. */
  grid: asked(z.object({ id: z.number().int() }), workbookGridSchema),
  /** For a workbook that no profile fits: how its labels could be understood, to be confirmed or corrected. */
  propose: asked(planRequestSchema, mappingProposalSchema),
  /** The findings as a workbook of their own, which speaks one language. */
  exportFindings: asked(
    planRequestSchema.extend({
      out: grantSchema,
      /** Whether an existing file that is not an earlier export may be replaced. */
      overwrite: z.boolean().optional(),
      language: languageSchema,
    }),
    z.void(),
  ),
};
