import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { keepPrivate } from './private-files.ts';

/** Says how to reach the owner of the home; there while somebody owns it, or after its owner died. */
export const endpointFile = 'owner.json';

export interface HomeQuestion {
  /** What `--home` said; null when it was not given. */
  readonly option: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The person's own directory. */
  readonly userDirectory: string;
}

/** Where the state lives: `--home`, else SITEWRIGHT_HOME, else the platform's place for application data. */
export function findHome({ option, environment, platform, userDirectory }: HomeQuestion): string {
  const named = option ?? environment['SITEWRIGHT_HOME'] ?? '';
  if (named !== '') {
    return platform === 'win32' ? asWindowsNames(resolve(named)) : resolve(named);
  }
  if (platform === 'win32') {
    return join(nonEmpty(environment['APPDATA']) ?? join(userDirectory, 'AppData', 'Roaming'), 'Sitewright');
  }
  if (platform === 'darwin') {
    return join(userDirectory, 'Library', 'Application Support', 'Sitewright');
  }
  return join(nonEmpty(environment['XDG_DATA_HOME']) ?? join(userDirectory, '.local', 'share'), 'sitewright');
}

/** Windows drops dots and spaces at the end of a name, but not in every one of its calls. */
const asWindowsNames = (path: string): string => path.replace(/[. ]+(?=[\\/]|$)/g, '');

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** False also where it cannot be there, as below a file; making it says why. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** Throws HOME_UNUSABLE where something else lies in the home's place: a file, or a link that leads nowhere. */
export function requireNoOther(home: string): void {
  if (!isThere(home)) {
    return;
  }
  if (statSync(home, { throwIfNoEntry: false })?.isDirectory() === true) {
    return;
  }
  const text = {
    zh: `数据目录 ${home} 不是目录，而是文件或失效的链接；请将其移走，或用 --home 指定其他目录。`,
    en: `Data folder ${home} is not a folder but a file or a broken link. Move it away, or choose another folder with --home.`,
  };
  throw new AppError('HOME_UNUSABLE', text, { data: { home } });
}

/** Makes the home, and keeps what is ours in it, for its person only. On Windows it inherits the rights of the profile. Throws FILE_UNWRITABLE. */
export function makeHome(home: string): void {
  requireNoOther(home);
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    keepPrivate(home);
  } catch (thrown) {
    const text = {
      zh: `数据目录 ${home} 无法创建；请检查权限，或用 --home 指定其他目录。`,
      en: `Data folder ${home} cannot be created. Check the permissions, or choose another folder with --home.`,
    };
    throw (
      diskFailure(thrown, home) ?? new AppError('FILE_UNWRITABLE', text, { data: { home }, cause: thrown })
    );
  }
}
