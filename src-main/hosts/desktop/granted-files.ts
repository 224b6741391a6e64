import { stat } from 'node:fs/promises';
import { basename, extname, isAbsolute } from 'node:path';
import type { AppClient } from '../../api/wire/client.ts';
import { AppError, toErrorRecord } from '../../contract/errors.ts';
import type { Answered, GrantedFile, GrantedFileKind } from '../../contract/desktop.ts';

const endings: Readonly<Record<GrantedFileKind, readonly string[]>> = {
  workbook: ['xlsx', 'xlsm'],
  iso: ['iso'],
};

export const endingsOf = (kind: GrantedFileKind): string[] => [...endings[kind]];

const isOfKind = (path: string, kind: GrantedFileKind): boolean =>
  endings[kind].includes(extname(path).slice(1).toLowerCase());

/** Asks the owner for a grant for a file that a person chose or dropped. Files of another kind are refused. */
export async function grantFile(
  path: string,
  kind: GrantedFileKind,
  client: () => AppClient,
): Promise<GrantedFile> {
  if (!isAbsolute(path) || !isOfKind(path, kind)) {
    const accepted = endings[kind].map((ending) => `.${ending}`).join(', ');
    throw new AppError('INPUT_INVALID', {
      zh: `此处只接受 ${accepted} 文件；请换一个文件。`,
      en: `Only ${accepted} files are accepted. Choose another file.`,
    });
  }
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) {
    throw new AppError('FILE_NOT_FOUND', {
      zh: `文件 ${basename(path)} 不存在或无法读取；请重新选择。`,
      en: `File ${basename(path)} does not exist or cannot be read. Choose it again.`,
    });
  }
  const { grant } = await client().files.grant({ path });
  return { kind, grant, name: basename(path), sizeBytes: found.size };
}

/** What a person did is answered as data, refusals too. */
export async function answered<T>(make: () => Promise<T>): Promise<Answered<T>> {
  try {
    return { ok: true, value: await make() };
  } catch (thrown) {
    return { ok: false, error: toErrorRecord(thrown) };
  }
}
