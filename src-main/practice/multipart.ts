import { createHash, type Hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What was in a multipart body that must hold exactly one part, named `file`. */
export type MultipartFile =
  | { readonly kind: 'file'; readonly sizeBytes: number; readonly sha256: string | null }
  | { readonly kind: 'invalid'; readonly why: string };

const longestHeaderBytes = 16_384;
const carriageReturn = 0x0d;

/**
 * Finds a delimiter in a stream of pieces cut anywhere, passing on everything before it; keeps no more than its length
 * between two pieces. `push` answers what follows the delimiter once it is there, and null before.
 */
function createDelimiterScanner(
  delimiter: Buffer,
  emit: (bytes: Buffer) => void,
): (piece: Buffer) => Buffer | null {
  let held: Buffer = Buffer.alloc(0);
  const splitAt = (bytes: Buffer, at: number): Buffer => {
    emit(bytes.subarray(0, at));
    return bytes.subarray(at + delimiter.length);
  };
  return (piece) => {
    let rest = piece;
    if (held.length > 0) {
      const joint = Buffer.concat([held, piece.subarray(0, delimiter.length - 1)]);
      const at = joint.indexOf(delimiter);
      if (at >= 0) {
        return splitAt(Buffer.concat([held, piece]), at);
      }
      // In a piece as long as the delimiter, none that began in what was held can still be open.
      if (piece.length < delimiter.length) {
        rest = Buffer.concat([held, piece]);
      } else {
        emit(held);
      }
    }
    const at = rest.indexOf(delimiter);
    if (at >= 0) {
      return splitAt(rest, at);
    }
    const start = rest.indexOf(carriageReturn, Math.max(0, rest.length - delimiter.length + 1));
    const keep = start < 0 ? rest.length : start;
    emit(rest.subarray(0, keep));
    held = Buffer.from(rest.subarray(keep));
    return null;
  };
}

/** Why this header of a part is not the one of a field named `file`, or null. */
function headerProblem(header: string, boundary: string): string | null {
  if (!header.startsWith(`--${boundary}\r\n`)) {
    return 'the body does not begin with its boundary';
  }
  const field = /^content-disposition:.*;\s*name="?([^";]*)"?/im.exec(header)?.[1] ?? '';
  return field === 'file' ? null : `the part is named "${field}", not "file"`;
}

export interface MultipartOptions {
  readonly hash: Hash | null;
  /**
   * Length of the whole body, 0 when not known. With it only the last pieces are searched for the boundary, which
   * doubles the speed; a part more in the middle then shows as a file that is too long.
   */
  readonly lengthBytes: number;
}

/** What may follow the payload: the last boundary, its line breaks, an epilogue nobody sends. */
const longestTailBytes = 4096;

/** Counts (and hashes, if asked) the bytes of the one part while they pass. Pieces may be cut anywhere. */
export function createMultipartReader(
  boundary: string,
  { hash, lengthBytes }: MultipartOptions,
): { push(piece: Buffer): void; finish(): MultipartFile } {
  let stage: 'header' | 'payload' | 'closing' = 'header';
  let held: Buffer = Buffer.alloc(0);
  let sizeBytes = 0;
  let pushedBytes = 0;
  let why: string | null = null;
  const emit = (bytes: Buffer): void => {
    sizeBytes += bytes.length;
    hash?.update(bytes);
  };
  const scan = createDelimiterScanner(Buffer.from(`\r\n--${boundary}`), emit);
  const searchFromBytes = lengthBytes - longestTailBytes;
  const header = (piece: Buffer): Buffer | null => {
    held = Buffer.concat([held, piece]);
    const end = held.indexOf('\r\n\r\n');
    if (end < 0) {
      if (held.length > longestHeaderBytes) {
        why = 'the part has no end of its header';
      }
      return null;
    }
    why = headerProblem(held.toString('latin1', 0, end + 2), boundary);
    const rest = held.subarray(end + 4);
    held = Buffer.alloc(0);
    stage = 'payload';
    return rest;
  };
  const payload = (piece: Buffer): Buffer | null => {
    if (pushedBytes < searchFromBytes) {
      emit(piece);
      return null;
    }
    const rest = scan(piece);
    if (rest !== null) {
      stage = 'closing';
    }
    return rest;
  };
  /** What follows the last delimiter: two hyphens. Anything else begins another part. */
  const closing = (piece: Buffer): null => {
    held = Buffer.concat([held, piece.subarray(0, 2 - Math.min(2, held.length))]);
    if (held.length === 2 && held.toString('latin1') !== '--') {
      why = 'the body has more than one part';
    }
    return null;
  };
  const stages = { header, payload, closing };
  return {
    push(piece) {
      pushedBytes += piece.length;
      let rest: Buffer | null = piece;
      while (rest !== null && rest.length > 0 && why === null) {
        rest = stages[stage](rest);
      }
    },
    finish() {
      if (why === null && (stage !== 'closing' || held.length < 2)) {
        why = 'the body ends before its last boundary';
      }
      if (why !== null) {
        return { kind: 'invalid', why };
      }
      return { kind: 'file', sizeBytes, sha256: hash?.digest('hex') ?? null };
    },
  };
}

/** The boundary a Content-Type names, or null when it is not multipart/form-data. */
export function boundaryOf(contentType: string | undefined): string | null {
  const found = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(
    contentType ?? '',
  );
  return found?.[1] ?? found?.[2] ?? null;
}

export interface ReadOptions {
  readonly hashes: boolean;
  /** The connection is to be torn once this much of the body is here; null = never. */
  readonly tearAfterBytes: number | null;
  /** Milliseconds before more is taken, after this many bytes have arrived; 0 = at once. */
  readonly holdMs: (arrivedBytes: number) => number;
}

/** Timers are no finer; what is not waited for now is waited for with the next piece. */
const shortestHoldMs = 4;

/** Reads a request's body as it comes, in flat memory. `torn` when the connection ended, or had to, before the body did. */
export function readMultipart(
  request: IncomingMessage,
  options: ReadOptions,
): Promise<MultipartFile | 'torn'> {
  const boundary = boundaryOf(request.headers['content-type']);
  const hash = options.hashes ? createHash('sha256') : null;
  const lengthBytes = Number(request.headers['content-length'] ?? 0);
  const reader = boundary === null ? null : createMultipartReader(boundary, { hash, lengthBytes });
  let arrivedBytes = 0;
  return new Promise((resolve) => {
    request.on('data', (piece: Buffer) => {
      arrivedBytes += piece.length;
      reader?.push(piece);
      const holdMs = options.holdMs(piece.length);
      if (holdMs > shortestHoldMs) {
        request.pause();
        setTimeout(() => request.resume(), holdMs);
      }
      if (options.tearAfterBytes === null || arrivedBytes < options.tearAfterBytes) {
        return;
      }
      // Settled first: a small body may be here as a whole, and its `end` would still come.
      resolve('torn');
      request.socket.destroy();
    });
    request.on('end', () =>
      resolve(
        reader?.finish() ?? { kind: 'invalid', why: 'the body is not multipart/form-data with a boundary' },
      ),
    );
    // Both end a request that was cut off; an `end` before has already settled the promise.
    request.on('error', () => resolve('torn'));
    request.on('close', () => resolve('torn'));
  });
}
