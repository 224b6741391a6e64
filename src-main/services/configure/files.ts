import type { z } from 'zod';
import type { Call } from '../../api/context.ts';
import type {
  ConfigureRequest,
  ImportDocument,
  planRequestSchema,
  PreviewSheetRequest,
} from '../../contract/configure.ts';

export interface PlanFile {
  readonly path: string;
  readonly profile: string | null;
}

/** `ConfigureRequest` with its grants resolved to paths. */
export type ConfigureOrder = Omit<ConfigureRequest, 'file' | 'iso'> & {
  readonly path: string;
  readonly isoPath: string | null;
};

/** `PreviewSheetRequest` with its grants resolved to paths; it brings no secrets. */
export type PreviewSheetOrder = ConfigureOrder & Pick<PreviewSheetRequest, 'preview' | 'readAt'>;

/** An imported workbook, to be read by the profile that its last version was read by. */
export const asReadLast = ({ path, versions }: Pick<ImportDocument, 'path' | 'versions'>): PlanFile => ({
  path,
  profile: versions.at(-1)?.profile ?? null,
});

/** The workbook that a call names by its grant. */
export const planFileOf = (
  { file, profile }: z.output<typeof planRequestSchema>,
  { grants }: Call,
): PlanFile => ({ path: grants.resolve('read', file), profile: profile ?? null });

export function orderOf({ file, iso, ...rest }: ConfigureRequest, { grants }: Call): ConfigureOrder {
  return {
    ...rest,
    path: grants.resolve('read', file),
    isoPath: iso === null ? null : grants.resolve('read', iso),
  };
}
