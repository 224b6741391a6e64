import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import type { ZipEntry } from './zip-directory.ts';

/** Part names are compared without regard to case (ECMA-376 part 2, part name equivalence); some packers write backslashes. */
export function partKey(name: string): string {
  return name.replaceAll('\\', '/').toLowerCase();
}

/** An entry of the archive that no program writes into a workbook. */
export interface OddEntry {
  readonly entry: ZipEntry;
  /** Continues a sentence about the part. */
  readonly problem: Text;
  /** Another entry has the same name, so it is not clear which one is meant. */
  readonly isDouble: boolean;
}

/** The entries whose names leave the package, are no proper names, or stand in it twice. */
export function oddEntries(entries: readonly ZipEntry[]): readonly OddEntry[] {
  const byKey = Map.groupBy(entries, (entry) => partKey(entry.name));
  return entries.flatMap((entry): readonly OddEntry[] => {
    const isDouble = (byKey.get(partKey(entry.name))?.length ?? 0) > 1;
    const problem = problemOf(entry.name) ?? (isDouble ? twice : null);
    return problem === null ? [] : [{ entry, problem, isDouble }];
  });
}

const twice: Text = { zh: '出现了两次', en: 'stands in it twice' };
const backslash: Text = { zh: '含反斜杠', en: 'contains a backslash' };

/** Throws WORKBOOK_ENTRY_NAME for a part that is needed and is not clear. */
export function refuseEntry(path: string, { entry, problem }: OddEntry): never {
  throw refused(path, entry.name, problem);
}

/** Whether the entry can be read by its name all the same. */
export const isOnlyBackslashes = ({ problem }: OddEntry): boolean => problem === backslash;

function problemOf(name: string): Text | null {
  if (name === '' || hasControlCharacter(name)) {
    return { zh: '不是合法的部件名', en: 'is not a proper part name' };
  }
  const plain = name.replaceAll('\\', '/');
  if (plain.startsWith('/') || /^[A-Za-z]:/.test(plain)) {
    return { zh: '是绝对路径', en: 'is an absolute path' };
  }
  const segments = plain.replace(/\/$/, '').split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return { zh: '指向文件包之外', en: 'leads out of the package' };
  }
  return plain === name ? null : backslash;
}

/** U+FFFD is what decoding leaves of bytes that are no UTF-8. */
function hasControlCharacter(name: string): boolean {
  return /[\p{Cc}\uFFFD]/u.test(name);
}

function refused(path: string, name: string, problem: Text): AppError {
  const part = JSON.stringify(name);
  return new AppError(
    'WORKBOOK_ENTRY_NAME',
    {
      zh: `${path} 不予读取：部件 ${part} ${problem.zh}。请用 Excel 或 WPS 打开规划表并另存为新文件。`,
      en: `${path} is refused: its part ${part} ${problem.en}. Open the workbook in Excel or WPS and save it as a new file.`,
    },
    { data: { path, part: name } },
  );
}
