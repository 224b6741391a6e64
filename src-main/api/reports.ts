import { z } from 'zod';
import { languageSchema } from '../contract/text.ts';
import { procedure } from './base.ts';

export const reports = {
  /** The report as HTML text: the host that was asked for a file writes it itself. */
  make: procedure
    .input(z.object({ run: z.string(), language: languageSchema }))
    .output(z.string())
    .handler(({ context, input }) => context.application.reports.make(input.run, input.language)),
};
