import { access, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { requireSize } from '../../contract/file-kinds/chosen-file.ts';
import { isOfKind, kindInWords, type FileKind } from '../../contract/file-kinds/file-kind.ts';

export interface PickerEntry {
  readonly name: string;
  readonly kind: 'directory' | 'file';
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

/**
 * Where looking for a file starts: the folder of its kind if that is there, the person's own directory, then drives, or the
 * root and where sticks are mounted.
 */
export async function listRoots(
  folder: string | null,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly string[]> {
  const drives = Array.from({ length: 26 }, (_, index) => `${String.fromCharCode(65 + index)}:\\`);
  const others = platform === 'win32' ? drives : ['/', '/media', '/Volumes'];
  const there = await Promise.all(others.map(exists));
  const usual = folder === null ? [] : [join(homedir(), folder)];
  const first = (await Promise.all(usual.map(exists))).includes(true) ? usual : [];
  return [...first, homedir(), ...others.filter((_, index) => there[index])];
}

/** What has gone or may not be read since the directory was listed is left out: the person cannot choose it anyway. */
async function entryOf(directory: string, name: string, kind: FileKind): Promise<PickerEntry | null> {
  const path = join(directory, name);
  const found = await stat(path).catch(() => null);
  if (found === null) {
    return null;
  }
  if (found.isDirectory()) {
    return { name, kind: 'directory', sizeBytes: 0, path };
  }
  return isOfKind(name, kind) && found.isFile() ? { name, kind: 'file', sizeBytes: found.size, path } : null;
}

export interface Wanted {
  readonly kind: FileKind;
  /** Hidden ones too: those whose name begins with a dot. */
  readonly hidden: boolean;
}

/** Directories, and files of a kind, in a directory; directories first. Follows links. */
export async function listDirectory(
  directory: string,
  { kind: wanted, hidden }: Wanted,
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
    .filter(({ name }) => hidden || wanted.showsHidden || !name.startsWith('.'))
    .filter((entry) => !entry.isFile() || isOfKind(entry.name, wanted))
    .map(({ name }) => name)
    .sort((left, right) => left.localeCompare(right));
  const entries: PickerEntry[] = [];
  for (const name of names.slice(0, mostEntries)) {
    const entry = await entryOf(directory, name, wanted);
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

/** What a person names by its whole path: a directory, or a file of the kind that is wanted, hidden or not. */
export async function findByPath(path: string, wanted: FileKind): Promise<PickerEntry> {
  const named = written(path);
  const at = resolve(named);
  const found = isAbsolute(named) ? await stat(at).catch(() => null) : null;
  if (found?.isDirectory() === true) {
    return { name: at, kind: 'directory', sizeBytes: 0, path: at };
  }
  if (found?.isFile() === true && isOfKind(at, wanted)) {
    requireSize(basename(at), found.size, wanted);
    return { name: basename(at), kind: 'file', sizeBytes: found.size, path: at };
  }
  const { zh, en } = kindInWords(wanted);
  throw new AppError('FILE_UNREADABLE', {
    zh: `${named} 不是可以打开的文件夹或${zh}；请检查路径，并填写完整路径。`,
    en: `${named} is not a folder or ${en} that can be opened. Check the path; it must be complete.`,
  });
}
