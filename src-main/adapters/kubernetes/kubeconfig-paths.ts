import { posix, win32, type PlatformPath } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';

/** Where a kubeconfig came from. Its folder is null for text that was pasted. */
export interface KubeconfigPlace {
  /** For people: its path, or what it is called. */
  readonly name: string;
  readonly folder: string | null;
  readonly platform: NodeJS.Platform;
}

/**
 * Where a path in a kubeconfig leads, told from the text alone: a look at a file of another computer would already show it
 * who is logged in here. Null for a relative path without a folder.
 */
export function pathIn(
  { folder, platform }: KubeconfigPlace,
  named: string,
): { readonly path: string; readonly isBeside: boolean } | null {
  const rules = platform === 'win32' ? win32 : posix;
  if (platform === 'win32' ? /^([A-Za-z]:[\\/]|[\\/]{2})/.test(named) : named.startsWith('/')) {
    const path = rules.normalize(named);
    return { path, isBeside: folder !== null && isWithin(rules, folder, path) };
  }
  // `\path` and `C:path` are completed by the drive and the folder that this process happens to stand in.
  if (folder === null || (platform === 'win32' && /^([\\/]|[A-Za-z]:)/.test(named))) {
    return null;
  }
  const path = rules.join(folder, named);
  return { path, isBeside: isWithin(rules, folder, path) };
}

function isWithin(rules: PlatformPath, folder: string, path: string): boolean {
  const way = rules.relative(folder, path);
  return way !== '' && !way.startsWith('..') && !rules.isAbsolute(way);
}

/** `why`: a clause without a full stop. */
export function invalidKubeconfig(place: KubeconfigPlace, why: Text, cause?: unknown): AppError {
  return new AppError(
    'KUBECONFIG_INVALID',
    {
      zh: `${place.name} 无法使用：${why.zh}。请改正后重新导入。`,
      en: `${place.name} cannot be used: ${why.en}. Correct it, then import it again.`,
    },
    { data: { file: place.name }, cause },
  );
}
