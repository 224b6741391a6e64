import { z } from 'zod';
import {
  configureRequestSchema,
  imageOfferSchema,
  importDocumentSchema,
  pairingRowSchema,
  planRequestSchema,
  previewSheetRequestSchema,
  siteCheckSchema,
} from '../../contract/configure.ts';
import { grantSchema } from '../../contract/grant.ts';
import { practicePaceSchema } from '../../contract/practice-pace.ts';
import { writtenBackSchema } from '../../contract/written-back.ts';
import { asked } from '../base.ts';

const practiceIsoSchema = z.object({ grant: grantSchema, name: z.string(), sizeBytes: z.number().int() });

export const configure = {
  /** An image that a person chose, looked at before it is ordered. Refuses what would not be uploaded to any site. */
  image: asked(planRequestSchema.pick({ file: true }).extend({ iso: grantSchema }), imageOfferSchema),
  /** The VMTools images that lie beside the workbook, to be offered: one is proposed, of several one is chosen. */
  images: asked(planRequestSchema.pick({ file: true }), z.array(imageOfferSchema)),
  /** The base URL that the sheet suggests, to be confirmed by a person; null where it suggests none, or cannot be read. */
  proposedAddress: asked(planRequestSchema, z.string().nullable()),
  /** The preview as it was shown, as one HTML file to be signed; the site is not looked at again. Refused when it would hold a secret. */
  previewDocument: asked(previewSheetRequestSchema, z.string()),
  /** The last site check of an import, whichever window asked for it; null where none holds any more. */
  lastCheck: asked(z.object({ import: z.number().int() }), siteCheckSchema.nullable()),
  /** What a run has written into its workbook; null where it has written nothing. */
  writtenBack: asked(z.object({ run: z.string() }), writtenBackSchema.nullable()),
  /**
   * Lays the sample workbook out in the home, if it is not there, and imports it; `iso` is an image made for the upload.
   * `pace`: the one it is to be watched at; null: that of the practice site now.
   */
  practiceStart: asked(
    z.object({ pace: practicePaceSchema.nullable() }),
    z.object({ import: importDocumentSchema, iso: practiceIsoSchema }),
  ),
  pairing: asked(configureRequestSchema, z.array(pairingRowSchema)),
};
