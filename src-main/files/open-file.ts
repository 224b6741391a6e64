import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { AppError } from '../contract/errors.ts';

/**
 * Opening a pipe waits until somebody writes into it, and an owner that waits serves nobody. Opened so, it is there at
 * once, and then it is seen to be no file. Windows has no such flag and no such pipes.
 */
const atOnce = process.platform === 'win32' ? 0 : constants.O_NONBLOCK;
const readFlags = constants.O_RDONLY | atOnce;
const appendFlags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | atOnce;

/** A network share that answers at all answers within a second; a sleeping disk needs some. */
const answerMs = 15_000;

interface Piece {
  readonly atByte: number;
  readonly bytes: number;
}

/** Opens a file that a person named, for reading. Throws what the system throws, and FILE_UNREADABLE for what is no file or does not respond. */
export async function openFile(path: string, deadlineMs = answerMs): Promise<FileHandle> {
  return responding(path, openRegular(path), deadlineMs);
}

/** As {@link openFile}, for who cannot wait; only of a path that has responded, such as one in the home. */
export const openFileSync = (path: string): number => openRegularSync(path, readFlags);

/** Opens a file of ours to write on at its end, and makes it where it is not there. Throws as {@link openFileSync}. */
export const openToAppendSync = (path: string, mode: number): number =>
  openRegularSync(path, appendFlags, mode);

/** All of a small file. Throws as {@link openFileSync}. */
export function readFileAtOnce(path: string): Buffer {
  const descriptor = openFileSync(path);
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function openRegularSync(path: string, flags: number, mode?: number): number {
  const descriptor = openAtOnce(path, flags, mode);
  const found = fstatSync(descriptor);
  if (found.isFile()) {
    return descriptor;
  }
  closeSync(descriptor);
  throw noFile(path, found.isDirectory());
}

/** A pipe that nobody reads, and a socket, cannot even be opened: the system's codes for that say nothing to a person. */
function openAtOnce(path: string, flags: number, mode?: number): number {
  try {
    return openSync(path, flags, mode);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
    if (code === 'ENXIO' || code === 'EISDIR') {
      throw noFile(path, code === 'EISDIR');
    }
    throw thrown;
  }
}

/** Makes sure that a path leads to a file that can be read, by reading its first byte. Throws what {@link openFile} throws. */
export async function requireReadableFile(path: string, deadlineMs = answerMs): Promise<void> {
  await readPiece(path, { atByte: 0, bytes: 1 }, deadlineMs);
}

/** Some bytes of a file; fewer where it ends before. Throws what {@link openFile} throws. */
export async function readPiece(path: string, piece: Piece, deadlineMs = answerMs): Promise<Buffer> {
  return responding(path, readPieceOf(path, piece), deadlineMs);
}

/** What a call to the file system gives, or FILE_UNREADABLE when it gives nothing in time. The call itself cannot be stopped. */
export async function responding<T>(path: string, call: Promise<T>, deadlineMs = answerMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  // The desktop's runtime may have no `Promise.withResolvers`.
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(notResponding(path, deadlineMs)), deadlineMs);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
    // Nobody waits for it any more.
    call.catch(() => undefined);
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  const handle = await open(path, readFlags);
  const found = await handle.stat();
  if (found.isFile()) {
    return handle;
  }
  await handle.close();
  throw noFile(path, found.isDirectory());
}

async function readPieceOf(path: string, { atByte, bytes }: Piece): Promise<Buffer> {
  await using handle = await openRegular(path);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, atByte);
  return buffer.subarray(0, bytesRead);
}

function noFile(path: string, isDirectory: boolean): AppError {
  const text = isDirectory
    ? {
        zh: `${path} 是文件夹。请指定其中的文件。`,
        en: `${path} is a folder. Choose the file in it.`,
      }
    : {
        zh: `${path} 是管道或设备，不是文件。请指定文件本身。`,
        en: `${path} is a pipe or a device, not a file. Choose the file itself.`,
      };
  return new AppError('FILE_UNREADABLE', text, { data: { path } });
}

function notResponding(path: string, deadlineMs: number): AppError {
  const seconds = Math.ceil(deadlineMs / 1000);
  const text = {
    zh: `${path} 在 ${seconds} 秒内没有响应。请检查所在磁盘或网络共享，或先拷贝到本机再打开。`,
    en: `${path} did not respond within ${seconds} s. Check the drive or network share, or copy the file to this computer first.`,
  };
  return new AppError('FILE_UNREADABLE', text, { data: { path } });
}
