import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
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
      throw refused(path, entry.name, { zh: '出现了两次', en: 'stands in it twice' });
    }
    seen.add(key);
  }
}

function problemOf(name: string): Text | null {
  if (name === '' || hasControlCharacter(name)) {
    return { zh: '不是合法的部件名', en: 'is not a proper part name' };
  }
  if (name.includes('\\')) {
    return { zh: '含反斜杠', en: 'contains a backslash' };
  }
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) {
    return { zh: '是绝对路径', en: 'is an absolute path' };
  }
  const segments = name.replace(/\/$/, '').split('/');
  return segments.some((segment) => segment === '' || segment === '.' || segment === '..')
    ? { zh: '指向文件包之外', en: 'leads out of the package' }
    : null;
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
