import { configureFileKinds } from './configure.ts';
import type { FileKind } from './file-kind.ts';

/** Every kind of file that a person can choose, one line for each engine. */
export const fileKinds = {
  ...configureFileKinds,
} satisfies Readonly<Record<string, FileKind>>;

export type FileKindName = keyof typeof fileKinds;

/** What is dropped on the window, and what its menu asks for. */
export const importedKind = 'workbook' satisfies FileKindName;
