import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { openFile } from '../../files/open-file.ts';

/** A program as it would be run now: the file, and what is in it. */
export interface Program {
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The program that a command means: a path as it is, a name in the folders of PATH. The folder that this process stands in
 * is never one of them: Windows would look there first. Throws KUBECONFIG_PROGRAM.
 */
export async function findProgram(command: string, { platform, env }: Surroundings): Promise<Program> {
  const isWindows = platform === 'win32';
  const rules = isWindows ? win32 : posix;
  requireHere(command, isWindows);
  const folders = /[\\/]/.test(command)
    ? ['']
    : (env['PATH'] ?? env['Path'] ?? '').split(rules.delimiter).filter((folder) => rules.isAbsolute(folder));
  // Scripts (.cmd) would be read by a command line that understands other words than we hand over.
  const names = isWindows && !/\.exe$/i.test(command) ? [`${command}.exe`] : [command];
  for (const path of folders.flatMap((folder) => names.map((name) => rules.join(folder, name)))) {
    if (await isProgram(path)) {
      return { path, sha256: await sha256Of(path) };
    }
  }
  const text = {
    zh: `找不到凭据插件程序 ${command}${isWindows ? '（.exe）' : ''}。请先安装它，或换用不需要插件的 kubeconfig。`,
    en: `Credential plugin ${command}${isWindows ? ' (.exe)' : ''} was not found. Install it, or use a kubeconfig that needs no plugin.`,
  };
  throw new AppError('KUBECONFIG_PROGRAM', text, { data: { command } });
}

/** A look at a program on another computer would already show that one who is logged in here. */
function requireHere(command: string, isWindows: boolean): void {
  if (!isWindows || !/^[\\/]{2}/.test(command)) {
    return;
  }
  const text = {
    zh: `凭据插件程序 ${command} 位于另一台电脑上，不会从那里运行。请把它复制到本机，并在 kubeconfig 中写本机的路径。`,
    en: `Credential plugin ${command} lies on another computer and is not run from there. Copy it to this computer, and name that path in the kubeconfig.`,
  };
  throw new AppError('KUBECONFIG_PROGRAM', text, { data: { command } });
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await using file = await openFile(path);
  for await (const piece of file.createReadStream({ autoClose: false })) {
    hash.update(piece as Buffer);
  }
  return hash.digest('hex');
}
