import { AppError } from '../../contract/errors.ts';
import type { ZipEntry } from './zip-directory.ts';

/** Part names are compared without regard to case (ECMA-376 part 2, part name equivalence). */
export function partKey(name: string): string {
  return name.toLowerCase();
}

/** Throws WORKBOOK_ENTRY_NAME for names no program writes into a workbook: two that are the same, or paths that leave the package. */
export function requireProperNames(path: string, entries: readonly ZipEntry[]): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    const problem = problemOf(entry.name);
    if (problem !== null) {
      throw refused(path, entry.name, problem);
    }
    const key = partKey(entry.name);
    if (seen.has(key)) {
      throw refused(path, entry.name, 'stands in it twice');
    }
    seen.add(key);
  }
}

function problemOf(name: string): string | null {
  if (name === '' || hasControlCharacter(name)) {
    return 'is not a proper part name';
  }
  if (name.includes('\\')) {
    return 'contains a backslash';
  }
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) {
    return 'is an absolute path';
  }
  const segments = name.replace(/\/$/, '').split('/');
  return segments.some((segment) => segment === '' || segment === '.' || segment === '..')
    ? 'leads out of the package'
    : null;
}

/** U+FFFD is what decoding leaves of bytes that are no UTF-8. */
function hasControlCharacter(name: string): boolean {
  return /[\p{Cc}\uFFFD]/u.test(name);
}

function refused(path: string, name: string, problem: string): AppError {
  return new AppError(
    'WORKBOOK_ENTRY_NAME',
    `${path} is refused: its part ${JSON.stringify(name)} ${problem}. Open the workbook in Excel or WPS and save it as a new file.`,
    { data: { path, part: name } },
  );
}
