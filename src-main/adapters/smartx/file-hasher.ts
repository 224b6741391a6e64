/** The hashing thread as the ring sees it. A thread that dies fails whoever waits for it. */
import { Worker } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import type { HashReply, HashRequest } from './hash-worker.ts';

interface FileHasher {
  /** Takes the bytes as the next ones; `onHashed` tells when the slot may be written to again. */
  hash(piece: { readonly slot: number; readonly startByte: number; readonly lengthBytes: number }): void;
  /** Lower-case hex, once everything has been hashed. */
  digest(): Promise<string>;
  failure(): Error | null;
  stop(): Promise<void>;
}

export function startFileHasher(
  memories: readonly SharedArrayBuffer[],
  listener: { readonly onHashed: (slot: number) => void; readonly onFailure: () => void },
): FileHasher {
  const worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { workerData: memories });
  const digest = Promise.withResolvers<string>();
  let failure: Error | null = null;
  // Whoever has not asked for the digest yet learns of a failure through `failure()`.
  digest.promise.catch(() => undefined);
  const fail = (cause: Error): void => {
    failure ??= new AppError(
      'INTERNAL',
      'The thread that computes the checksum has died. Try the upload again.',
      { cause },
    );
    digest.reject(failure);
    listener.onFailure();
  };
  worker.on('message', (reply: HashReply) => {
    if (reply.kind === 'hashed') {
      listener.onHashed(reply.slot);
    } else {
      digest.resolve(reply.sha256);
    }
  });
  worker.on('error', fail).on('exit', (code) => fail(new Error(`exit code ${code}`)));
  const ask = (request: HashRequest): void => worker.postMessage(request);
  return {
    hash: (piece) => ask({ kind: 'hash', ...piece }),
    digest: () => {
      ask({ kind: 'end' });
      return digest.promise;
    },
    failure: () => failure,
    stop: async () => {
      await worker.terminate();
    },
  };
}
