import { access, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { AppError } from '../../contract/errors.ts';

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
function kindOf(path: string): 'workbook' | 'iso' | null {
  const lower = basename(path).toLowerCase();
  if (lower.startsWith('~$')) {
    return null;
  }
  if (lower.endsWith('.xlsx') || lower.endsWith('.xlsm')) {
    return 'workbook';
  }
  return lower.endsWith('.iso') ? 'iso' : null;
}

/** What has gone or may not be read since the directory was listed is left out: the person cannot choose it anyway. */
async function entryOf(directory: string, name: string): Promise<PickerEntry | null> {
  const path = join(directory, name);
  const found = await stat(path).catch(() => null);
  if (found === null) {
    return null;
  }
  if (found.isDirectory()) {
    return { name, kind: 'directory', sizeBytes: 0, path };
  }
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
    if (entry !== null) {
      entries.push(entry);
    }
  }
  const rank = ({ kind }: PickerEntry): number => (kind === 'directory' ? 0 : 1);
  return {
    entries: entries.sort((left, right) => rank(left) - rank(right)),
    cut: names.length > mostEntries,
  };
}

/** As it was pasted: quoted by the file manager of Windows, or beginning at the person's own directory. */
function written(path: string): string {
  const bare = path.trim().replace(/^"(.*)"$/, '$1');
  return /^~(?=$|[\\/])/.test(bare) ? join(homedir(), bare.slice(1)) : bare;
}

/** What a person names by its whole path: a directory, or a file of a kind that may be chosen. */
export async function findByPath(path: string): Promise<PickerEntry> {
  const named = written(path);
  const at = resolve(named);
  const found = isAbsolute(named) ? await stat(at).catch(() => null) : null;
  const kind = found?.isDirectory() === true ? 'directory' : found?.isFile() === true ? kindOf(at) : null;
  if (found === null || kind === null) {
    throw new AppError('FILE_UNREADABLE', {
      zh: `${named} 不是可以打开的文件夹、.xlsx、.xlsm 或 .iso 文件；请检查路径，并填写完整路径。`,
      en: `${named} is not a folder or an .xlsx, .xlsm or .iso file that can be opened. Check the path; it must be complete.`,
    });
  }
  const sizeBytes = kind === 'directory' ? 0 : found.size;
  return { name: kind === 'directory' ? at : basename(at), kind, sizeBytes, path: at };
}
