import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Grants } from '../../api/grants.ts';
import type { OfferedFile } from '../../contract/connections.ts';
import { AppError } from '../../contract/errors.ts';
import { errnoOf } from '../../adapters/http/system-error.ts';
import { offeredContexts, problemOf, readKubeconfig } from './kubeconfig-file.ts';

/** Nobody keeps more kubeconfigs in a folder; a folder of something else is not read through. */
const mostFiles = 100;

/**
 * Every file beside `path` (null: in `~/.kube`, also where that is not there), each read apart: kubectl would merge them, and a
 * later file would then take names from an earlier one.
 */
export async function offeredFolder(path: string | null, grants: Grants): Promise<OfferedFile[]> {
  const folder = path === null ? join(homedir(), '.kube') : dirname(path);
  const names = await filesIn(folder, path === null);
  const files: OfferedFile[] = [];
  // One after another: each may be two megabytes of YAML.
  for (const name of names.slice(0, mostFiles)) {
    const at = join(folder, name);
    files.push({ path: at, file: grants.grant('read', at), ...(await read(at)) });
  }
  return files;
}

async function read(path: string): Promise<Pick<OfferedFile, 'contexts' | 'problem'>> {
  try {
    return { contexts: await offeredContexts(await readKubeconfig({ path })), problem: null };
  } catch (thrown) {
    return { contexts: [], problem: problemOf(thrown) };
  }
}

async function filesIn(folder: string, mayBeMissing: boolean): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .sort(
        (left, right) => Number(right === 'config') - Number(left === 'config') || left.localeCompare(right),
      );
  } catch (thrown) {
    const errno = errnoOf(thrown) ?? String(thrown);
    if (mayBeMissing && errno === 'ENOENT') {
      return [];
    }
    const text = {
      zh: `目录 ${folder} 无法读取（${errno}）。请换一个目录，或检查它的权限。`,
      en: `Folder ${folder} cannot be read (${errno}). Choose another folder, or check its permissions.`,
    };
    throw new AppError('FILE_UNREADABLE', text, { data: { path: folder }, cause: thrown });
  }
}
