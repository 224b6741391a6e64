import { z } from 'zod';
import {
  grantSchema,
  mappingProposalSchema,
  planCheckSchema,
  planRequestSchema,
  sheetReadingSchema,
} from '../../contract/configure.ts';
import { languageSchema } from '../../contract/text-schema.ts';
import { workbookGridSchema } from '../../contract/workbook-grid.ts';
import type { PlanFile } from '../application.ts';
import { procedure } from '../base.ts';
import type { Grants } from '../grants.ts';

const fileOf = (grants: Grants, { file, profile }: z.infer<typeof planRequestSchema>): PlanFile => ({
  path: grants.resolve('read', file),
  profile: profile ?? null,
});

export const plan = {
  check: procedure
    .input(planRequestSchema)
    .output(planCheckSchema)
    .handler(({ context, input }) => context.application.plan.check(fileOf(context.grants, input))),
  read: procedure
    .input(planRequestSchema)
    .output(sheetReadingSchema)
    .handler(({ context, input }) => context.application.plan.read(fileOf(context.grants, input))),
  /** Of an import, read by the profile that its last version was read by. */
  grid: procedure
    .input(z.object({ id: z.number().int() }))
    .output(workbookGridSchema)
    .handler(({ context, input }) => {
      const { path, versions } = context.application.imports.show(input.id);
      return context.application.plan.grid({ path, profile: versions.at(-1)?.profile ?? null });
    }),
  propose: procedure
    .input(planRequestSchema)
    .output(mappingProposalSchema)
    .handler(({ context, input }) => context.application.plan.propose(fileOf(context.grants, input))),
  exportFindings: procedure
    .input(
      planRequestSchema.extend({
        out: grantSchema,
        /** Whether an existing file that is not an earlier export may be replaced. */
        overwrite: z.boolean().optional(),
        language: languageSchema,
      }),
    )
    .output(z.void())
    .handler(({ context, input: { out, overwrite = false, language, ...file } }) =>
      context.application.plan.exportFindings(
        fileOf(context.grants, file),
        { path: context.grants.resolve('write', out), overwrite },
        language,
      ),
    ),
};
