import { z } from 'zod';
import { importDocumentSchema } from '../contract/configure.ts';
import { textSchema } from '../contract/text-schema.ts';
import { nothing, procedure } from './base.ts';

export const practice = {
  /** Every fault that can be ordered; `example` is one as it is ordered. */
  faults: procedure
    .input(nothing)
    .output(z.array(z.object({ example: z.string(), description: textSchema })))
    .handler(async ({ context }) =>
      (await context.application.practice.faults()).map(({ example, description }) => ({
        example,
        description,
      })),
    ),
  /** Lays the sample workbook out in the home, if it is not there, and imports it. */
  open: procedure
    .input(nothing)
    .output(importDocumentSchema)
    .handler(({ context }) => context.application.practice.open()),
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
