import * as fileKinds from './all.ts';
import type { FileKind } from './file-kind.ts';

export type FileKindName = keyof typeof fileKinds;

/** The kinds by the names that the page asks for them with. */
const kinds: Readonly<Record<FileKindName, FileKind>> = fileKinds;
export { kinds as fileKinds };

/** What is dropped on the window, and what its menu asks for: files of the kind with a way there of its own. */
export const importedKind = 'workbook' satisfies FileKindName;
