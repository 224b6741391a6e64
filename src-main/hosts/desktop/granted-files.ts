import { stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import type { AppClient } from '../../api/wire/client.ts';
import { AppError, toErrorRecord } from '../../contract/errors.ts';
import type { Answered, GrantedFile } from '../../contract/desktop.ts';
import { fileKinds, type FileKindName } from '../../contract/file-kinds/file-kinds.ts';
import { requireSize } from '../../contract/file-kinds/chosen-file.ts';
import { isOfKind, kindInWords } from '../../contract/file-kinds/file-kind.ts';

/** Asks the owner for a grant for a file that a person chose or dropped. Files of another kind are refused. */
export async function grantFile(
  path: string,
  name: FileKindName,
  client: () => AppClient,
): Promise<GrantedFile> {
  const kind = fileKinds[name];
  if (!isAbsolute(path) || !isOfKind(path, kind)) {
    const { zh, en } = kindInWords(kind);
    throw new AppError('INPUT_INVALID', {
      zh: `文件 ${basename(path)} 不是${zh}；请换一个文件。`,
      en: `File ${basename(path)} is not ${en}. Choose another file.`,
    });
  }
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) {
    throw new AppError('FILE_NOT_FOUND', {
      zh: `文件 ${basename(path)} 不存在或无法读取；请重新选择。`,
      en: `File ${basename(path)} does not exist or cannot be read. Choose it again.`,
    });
  }
  requireSize(basename(path), found.size, kind);
  const { grant } = await client().files.grant({ path });
  return { kind: name, grant, name: basename(path), sizeBytes: found.size };
}

/** What a person did is answered as data, refusals too. */
export async function answered<T>(make: () => Promise<T>): Promise<Answered<T>> {
  try {
    return { ok: true, value: await make() };
  } catch (thrown) {
    return { ok: false, error: toErrorRecord(thrown) };
  }
}
