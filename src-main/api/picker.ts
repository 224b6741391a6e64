import { access, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../contract/errors.ts';

export interface PickerEntry {
  readonly name: string;
  readonly kind: 'directory' | 'workbook' | 'iso';
  readonly sizeBytes: number;
  readonly path: string;
}

/** More entries than this are not shown: nobody scrolls further, and every entry is a grant. */
const mostEntries = 2_000;

const exists = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Where looking for a file starts: the person's own directory, then drives, or the root and where sticks are mounted. */
export async function listRoots(platform: NodeJS.Platform = process.platform): Promise<readonly string[]> {
  const drives = Array.from({ length: 26 }, (_, index) => `${String.fromCharCode(65 + index)}:\\`);
  const others = platform === 'win32' ? drives : ['/', '/media', '/Volumes'];
  const there = await Promise.all(others.map(exists));
  return [homedir(), ...others.filter((_, index) => there[index])];
}

/** `~$` marks the lock file that Excel leaves beside an open workbook. */
function kindOf(name: string): 'workbook' | 'iso' | null {
  const lower = name.toLowerCase();
  if (lower.startsWith('~$')) return null;
  if (lower.endsWith('.xlsx') || lower.endsWith('.xlsm')) return 'workbook';
  return lower.endsWith('.iso') ? 'iso' : null;
}

/** What has gone or may not be read since the directory was listed is left out: the person cannot choose it anyway. */
async function entryOf(directory: string, name: string): Promise<PickerEntry | null> {
  const path = join(directory, name);
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  if (found.isDirectory()) return { name, kind: 'directory', sizeBytes: 0, path };
  const kind = kindOf(name);
  return kind !== null && found.isFile() ? { name, kind, sizeBytes: found.size, path } : null;
}

/** Directories, workbooks and images in a directory, directories first; hidden ones are left out. Follows links. */
export async function listDirectory(
  directory: string,
): Promise<{ readonly entries: readonly PickerEntry[]; readonly cut: boolean }> {
  const all = await readdir(directory, { withFileTypes: true }).catch((thrown: unknown) => {
    throw new AppError(
      'FILE_UNREADABLE',
      {
        zh: `目录 ${directory} 无法读取；请换一个目录，或检查它的权限。`,
        en: `Folder ${directory} cannot be read. Choose another folder, or check its permissions.`,
      },
      { cause: thrown },
    );
  });
  const names = all
    .filter((entry) => !entry.name.startsWith('.') && (!entry.isFile() || kindOf(entry.name) !== null))
    .map(({ name }) => name)
    .sort((left, right) => left.localeCompare(right));
  const entries: PickerEntry[] = [];
  for (const name of names.slice(0, mostEntries)) {
    const entry = await entryOf(directory, name);
    if (entry !== null) entries.push(entry);
  }
  const rank = ({ kind }: PickerEntry): number => (kind === 'directory' ? 0 : 1);
  return {
    entries: entries.sort((left, right) => rank(left) - rank(right)),
    cut: names.length > mostEntries,
  };
}
