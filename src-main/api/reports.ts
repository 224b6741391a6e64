import { z } from 'zod';
import { bothReportsSchema } from '../contract/report.ts';
import { languageSchema } from '../contract/text-schema.ts';
import { procedure } from './base.ts';

export const reports = {
  /** The report as HTML text: the host that was asked for a file writes it itself. */
  make: procedure
    .input(z.object({ run: z.string(), language: languageSchema }))
    .output(z.string())
    .handler(({ context, input }) => context.application.reports.make(input.run, input.language)),
  /** The same report as data, once in each language: what was planned beside what was read back. */
  document: procedure
    .input(z.object({ run: z.string() }))
    .output(bothReportsSchema)
    .handler(({ context, input }) => context.application.reports.document(input.run)),
};
