import { bytes } from '../byte-words.ts';
import { AppError } from '../errors.ts';
import { isTooLarge, type FileKind } from './file-kind.ts';

/** Throws INPUT_INVALID for a file that is larger than its kind may be. */
export function requireSize(name: string, sizeBytes: number, kind: FileKind): void {
  if (!isTooLarge(sizeBytes, kind)) {
    return;
  }
  const [size, most] = [bytes(sizeBytes), bytes(kind.mostBytes ?? 0)];
  throw new AppError('INPUT_INVALID', {
    zh: `文件 ${name} 为 ${size}，超过${kind.name.zh}的上限 ${most}；请换一个文件。`,
    en: `File ${name} has ${size}, and ${kind.name.en} may have ${most} at most. Choose another file.`,
  });
}
