/**
 * A file read through a few shared buffers that go round: while one is on the wire and one is being hashed, the next is
 * read. Memory stays the same however large file and chunks are.
 */
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../contract/errors.ts';
import { startFileHasher } from './file-hasher.ts';

/** Large enough that handing buffers between the threads costs little, small enough to show progress on a slow line. */
const slotSizeBytes = 1024 * 1024;
const slotCount = 4;

interface Slot {
  readonly index: number;
  readonly buffer: Buffer;
  /** Sender and hasher still at work on it. */
  users: number;
}

/** Bytes of the file; `release` says that the sender has no use for them any more. */
export interface FilePiece {
  readonly bytes: Buffer;
  release(): void;
}

export interface FileRing {
  /**
   * The bytes of the range in order. What comes for the first time is hashed on the way; a range asked for again is
   * only read. Stops early, throwing the signal's reason, when it is aborted. Throws ISO_CHANGED when the file has
   * become shorter, FILE_UNREADABLE when it cannot be read any more.
   */
  pieces(
    range: { readonly startByte: number; readonly endByte: number },
    signal: AbortSignal,
  ): AsyncGenerator<FilePiece>;
  /** Lower-case hex of everything hashed. To be called once, after the last range. */
  digest(): Promise<string>;
  close(): Promise<void>;
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) {
      return;
    }
    isDone = true;
    action();
  };
}

interface SlotRing {
  readonly memories: readonly SharedArrayBuffer[];
  /** The next slot once nobody uses it. Throws the signal's reason, or what `failure` answers. */
  take(signal: AbortSignal, failure: () => Error | null): Promise<Slot>;
  leave(index: number): void;
  /** Lets whoever waits look again. */
  wake(): void;
}

function createSlotRing(): SlotRing {
  const memories = Array.from({ length: slotCount }, () => new SharedArrayBuffer(slotSizeBytes));
  const slots: readonly Slot[] = memories.map((memory, index) => ({
    index,
    buffer: Buffer.from(memory),
    users: 0,
  }));
  let waiting: (() => void) | null = null;
  let next = 0;
  const wake = (): void => waiting?.();
  return {
    memories,
    wake,
    take: async (signal, failure) => {
      const slot = slots[next++ % slotCount];
      signal.addEventListener('abort', wake);
      try {
        while (slot !== undefined) {
          signal.throwIfAborted();
          const failed = failure();
          if (failed !== null) {
            throw failed;
          }
          if (slot.users === 0) {
            return slot;
          }
          await new Promise<void>((resolve) => (waiting = resolve));
        }
      } finally {
        waiting = null;
        signal.removeEventListener('abort', wake);
      }
      throw new AppError('INTERNAL', 'The upload ran out of buffers. Try it again.');
    },
    leave: (index) => {
      const slot = slots[index];
      if (slot === undefined) {
        return;
      }
      slot.users -= 1;
      if (slot.users === 0) {
        wake();
      }
    },
  };
}

/** The file stays the caller's to close. */
export function createFileRing(file: FileHandle, filePath: string): FileRing {
  const ring = createSlotRing();
  const hasher = startFileHasher(ring.memories, {
    onHashed: (slot) => ring.leave(slot),
    onFailure: () => ring.wake(),
  });
  let hashedUpToByte = 0;

  const fill = async (slot: Slot, startByte: number, wantedBytes: number): Promise<number> => {
    const { bytesRead } = await file.read(slot.buffer, 0, wantedBytes, startByte).catch((cause: unknown) => {
      throw new AppError(
        'FILE_UNREADABLE',
        {
          zh: `${filePath} 读到第 ${startByte} 字节时无法再读取。请重新插好存储介质后继续。`,
          en: `${filePath} can no longer be read at byte ${startByte}. Reconnect the storage medium, then continue.`,
        },
        { data: { path: filePath }, cause },
      );
    });
    if (bytesRead > 0) {
      return bytesRead;
    }
    throw new AppError(
      'ISO_CHANGED',
      {
        zh: `${filePath} 在第 ${startByte} 字节处就结束了：上传期间文件变短。请用未改动的文件重新开始。`,
        en: `${filePath} ends at byte ${startByte}: it became shorter during the upload. Start again with an unchanged file.`,
      },
      { data: { path: filePath } },
    );
  };

  const hashNew = (slot: Slot, startByte: number, lengthBytes: number): void => {
    const endByte = startByte + lengthBytes;
    if (endByte <= hashedUpToByte) {
      return;
    }
    const skipBytes = Math.max(0, hashedUpToByte - startByte);
    hashedUpToByte = endByte;
    slot.users += 1;
    hasher.hash({ slot: slot.index, startByte: skipBytes, lengthBytes: lengthBytes - skipBytes });
  };

  return {
    pieces: async function* (range, signal) {
      for (let byte = range.startByte; byte < range.endByte;) {
        const slot = await ring.take(signal, () => hasher.failure());
        const lengthBytes = await fill(slot, byte, Math.min(slotSizeBytes, range.endByte - byte));
        hashNew(slot, byte, lengthBytes);
        slot.users += 1;
        const release = once(() => ring.leave(slot.index));
        yield { bytes: slot.buffer.subarray(0, lengthBytes), release };
        byte += lengthBytes;
      }
    },
    digest: () => hasher.digest(),
    close: () => hasher.stop(),
  };
}
