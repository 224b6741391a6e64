import { z } from 'zod';
import { bothReportsSchema } from '../contract/report.ts';
import { languageSchema } from '../contract/text-schema.ts';
import { asked } from './base.ts';

export const reports = {
  /**
   * The acceptance report of a run as HTML text: the host that was asked for a file writes it itself. Refused with
   * SECRET_IN_EXPORT when it would hold a secret.
   */
  make: asked(z.object({ run: z.string(), language: languageSchema }), z.string()),
  /** The same report as data, once in each language: what was planned beside what was read back. Refused as `make` is. */
  document: asked(z.object({ run: z.string() }), bothReportsSchema),
};
