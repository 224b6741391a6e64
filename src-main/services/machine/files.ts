import { resolve } from 'node:path';
import type { Application } from '../../api/application.ts';
import type { Call, Caller } from '../../api/context.ts';
import type { PickedEntry } from '../../api/files.ts';
import { AppError } from '../../contract/errors.ts';
import { fileKinds } from '../../contract/file-kinds/file-kinds.ts';
import type { FileKind } from '../../contract/file-kinds/file-kind.ts';
import { findByPath, listDirectory, listRoots, type PickerEntry } from './picker.ts';

/** A path is named only where a person typed it on this machine. */
function requireArgv({ kind }: Caller): void {
  if (kind === 'in-process' || kind === 'owner-socket') {
    return;
  }
  throw new AppError('GRANT_REFUSED', {
    zh: '不接受直接给出的路径；请在文件选择器中选择文件。',
    en: 'Paths are not accepted here. Choose the file in the file picker.',
  });
}

/** The desktop has the dialog of its operating system; its page may not look around on the disk. */
function requirePicker({ kind }: Caller): void {
  if (kind !== 'desktop') {
    return;
  }
  throw new AppError('GRANT_REFUSED', {
    zh: '此处不能浏览磁盘；请在操作系统的文件对话框中选择文件。',
    en: 'Choose the file in the system file dialog.',
  });
}

function granted({ grants }: Call, entry: PickerEntry): PickedEntry {
  const { name, kind, sizeBytes, path } = entry;
  return { name, kind, sizeBytes, grant: grants.grant(kind === 'directory' ? 'directory' : 'read', path) };
}

/** Files by opaque handles, and looking for them; the same for the owner of a home and for readers. */
export function createFiles(kinds: Readonly<Record<string, FileKind>> = fileKinds): Application['files'] {
  const kindOf = (name: string): FileKind => {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) {
      throw new AppError('INPUT_INVALID', {
        zh: '没有这种文件类型；请让两端使用同一版本。',
        en: 'There is no such kind of file. Use the same version on both sides.',
      });
    }
    return kind;
  };
  return {
    grant({ path }, { caller, grants }) {
      requireArgv(caller);
      return { grant: grants.grant('read', resolve(path)) };
    },
    grantOut({ path }, { caller, grants }) {
      requireArgv(caller);
      return { grant: grants.grant('write', resolve(path)) };
    },
    async roots(asked, { caller, grants }) {
      requirePicker(caller);
      const folder = asked?.kind === undefined ? null : kindOf(asked.kind).folder;
      return (await listRoots(folder)).map((path) => ({
        name: path,
        grant: grants.grant('directory', path),
      }));
    },
    async list({ directory, kind, hidden }, call) {
      requirePicker(call.caller);
      const at = call.grants.resolve('directory', directory);
      const { entries, cut } = await listDirectory(at, { kind: kindOf(kind), hidden });
      return { entries: entries.map((entry) => granted(call, entry)), cut };
    },
    async find({ path, kind }, call) {
      requirePicker(call.caller);
      return granted(call, await findByPath(path, kindOf(kind)));
    },
  };
}
