/**
 * Hashes buffers of a shared ring on a thread of its own, so that hashing and sending each have a processor. Started by
 * `file-ring.ts`; the two speak the messages below.
 */
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

/** `slot` holds `lengthBytes` bytes from `startByte` on that come next; `end` asks for the digest. */
export type HashRequest =
  | { readonly kind: 'hash'; readonly slot: number; readonly startByte: number; readonly lengthBytes: number }
  | { readonly kind: 'end' };

/** The slot may be written to again; or the digest in lower-case hex. */
export type HashReply =
  { readonly kind: 'hashed'; readonly slot: number } | { readonly kind: 'digest'; readonly sha256: string };

const slots = (workerData as readonly SharedArrayBuffer[]).map((memory) => Buffer.from(memory));
const hash = createHash('sha256');

function reply(request: HashRequest): HashReply {
  if (request.kind === 'end') {
    return { kind: 'digest', sha256: hash.digest('hex') };
  }
  const { slot, startByte, lengthBytes } = request;
  const buffer = slots[slot];
  if (buffer === undefined) {
    throw new Error(`there is no slot ${slot}`);
  }
  hash.update(buffer.subarray(startByte, startByte + lengthBytes));
  return { kind: 'hashed', slot };
}

parentPort?.on('message', (request: HashRequest) => parentPort?.postMessage(reply(request)));
