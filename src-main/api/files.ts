import { resolve } from 'node:path';
import { z } from 'zod';
import { grantSchema } from '../contract/configure.ts';
import { AppError } from '../contract/errors.ts';
import { nothing, procedure } from './base.ts';
import type { CallContext, Caller } from './context.ts';
import { findByPath, listDirectory, listRoots, type PickerEntry } from './picker.ts';

const pathInput = z.object({ path: z.string().min(1) });
const grantAnswer = z.object({ grant: grantSchema });
const entrySchema = z.object({
  name: z.string(),
  kind: z.enum(['directory', 'workbook', 'iso']),
  sizeBytes: z.number().int(),
  grant: grantSchema,
});

/** A path is named only where a person typed it on this machine. */
function requireArgv({ kind }: Caller): void {
  if (kind === 'in-process' || kind === 'owner-socket') {
    return;
  }
  throw new AppError('GRANT_REFUSED', {
    zh: '不接受直接给出的路径；请在文件选择器中选择文件。',
    en: 'Paths are not accepted here. Choose the file in the file picker.',
  });
}

/** The desktop has the dialog of its operating system; its page may not look around on the disk. */
function requirePicker({ kind }: Caller): void {
  if (kind !== 'desktop') {
    return;
  }
  throw new AppError('GRANT_REFUSED', {
    zh: '此处不能浏览磁盘；请在操作系统的文件对话框中选择文件。',
    en: 'Choose the file in the system file dialog.',
  });
}

function granted({ grants }: CallContext, entry: PickerEntry): z.infer<typeof entrySchema> {
  const { name, kind, sizeBytes, path } = entry;
  return { name, kind, sizeBytes, grant: grants.grant(kind === 'directory' ? 'directory' : 'read', path) };
}

export const files = {
  grant: procedure
    .input(pathInput)
    .output(grantAnswer)
    .handler(({ context, input }) => {
      requireArgv(context.caller);
      return { grant: context.grants.grant('read', resolve(input.path)) };
    }),
  grantOut: procedure
    .input(pathInput)
    .output(grantAnswer)
    .handler(({ context, input }) => {
      requireArgv(context.caller);
      return { grant: context.grants.grant('write', resolve(input.path)) };
    }),
  roots: procedure
    .input(nothing)
    .output(z.array(z.object({ name: z.string(), grant: grantSchema })))
    .handler(async ({ context }) => {
      requirePicker(context.caller);
      const roots = await listRoots();
      return roots.map((path) => ({ name: path, grant: context.grants.grant('directory', path) }));
    }),
  list: procedure
    .input(z.object({ directory: grantSchema }))
    .output(z.object({ entries: z.array(entrySchema), cut: z.boolean() }))
    .handler(async ({ context, input }) => {
      requirePicker(context.caller);
      const listing = await listDirectory(context.grants.resolve('directory', input.directory));
      return { entries: listing.entries.map((entry) => granted(context, entry)), cut: listing.cut };
    }),
  /** What a person names by its path in the picker's field; only what the picker would show is found. */
  find: procedure
    .input(z.object({ path: z.string().trim().min(1).max(4_096) }))
    .output(entrySchema)
    .handler(async ({ context, input }) => {
      requirePicker(context.caller);
      return granted(context, await findByPath(input.path));
    }),
};
