import { z } from 'zod';
import {
  configureRequestSchema,
  imageOfferSchema,
  pairingRowSchema,
  planRequestSchema,
  preflightItemSchema,
  previewSheetRequestSchema,
  siteCheckSchema,
  type ConfigureRequest,
} from '../../contract/configure.ts';
import { previewDocumentSchema } from '../../contract/run.ts';
import type { ConfigureOrder } from '../application.ts';
import { procedure, signalOf } from '../base.ts';
import type { CallContext } from '../context.ts';

function orderOf({ grants, caller }: CallContext, request: ConfigureRequest): ConfigureOrder {
  const { file, iso, ...rest } = request;
  return {
    ...rest,
    path: grants.resolve('read', file),
    isoPath: iso === null ? null : grants.resolve('read', iso),
    by: caller.by,
  };
}

export const configure = {
  /** The VMTools images that lie beside the workbook, to be offered: one is proposed, of several one is chosen. */
  images: procedure
    .input(planRequestSchema.pick({ file: true }))
    .output(z.array(imageOfferSchema))
    .handler(async ({ context: { application, grants }, input }) => {
      const found = await application.configure.images(grants.resolve('read', input.file));
      return found.map(({ path, ...image }) => ({ ...image, iso: grants.grant('read', path) }));
    }),
  /** The base URL that the sheet suggests, to be confirmed by a person; null where it suggests none. */
  proposedAddress: procedure
    .input(planRequestSchema)
    .output(z.string().nullable())
    .handler(({ context: { application, grants }, input }) =>
      application.configure.proposedAddress({
        path: grants.resolve('read', input.file),
        profile: input.profile ?? null,
      }),
    ),
  preview: procedure
    .input(configureRequestSchema)
    .output(previewDocumentSchema)
    .handler(({ context, input, signal }) =>
      context.application.configure.preview(orderOf(context, input), signalOf(signal)),
    ),
  /** The preview as it was shown, as one HTML file to be signed; the site is not looked at again. */
  previewDocument: procedure
    .input(previewSheetRequestSchema)
    .output(z.string())
    .handler(({ context, input: { preview, readAt, sha256, ...request } }) => {
      const order = orderOf(context, { ...request, secrets: [] });
      return context.application.configure.previewDocument({ ...order, preview, readAt, sha256 });
    }),
  preflight: procedure
    .input(configureRequestSchema)
    .output(z.array(preflightItemSchema))
    .handler(async ({ context, input, signal }) => [
      ...(await context.application.configure.preflight(orderOf(context, input), signalOf(signal))),
    ]),
  /** The last site check of an import, so that another window need not look again. */
  lastCheck: procedure
    .input(z.object({ import: z.number().int() }))
    .output(siteCheckSchema.nullable())
    .handler(({ context, input }) => context.application.configure.lastCheck(input.import)),
  pairing: procedure
    .input(configureRequestSchema)
    .output(z.array(pairingRowSchema))
    .handler(async ({ context, input, signal }) => [
      ...(await context.application.configure.pairing(orderOf(context, input), signalOf(signal))),
    ]),
  start: procedure
    .input(configureRequestSchema.extend({ confirmed: z.boolean(), sha256: z.string().optional() }))
    .output(z.string())
    .handler(({ context, input: { confirmed, sha256, ...request } }) =>
      context.application.configure.start({ ...orderOf(context, request), confirmed, sha256 }),
    ),
};
