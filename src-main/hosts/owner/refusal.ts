import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { readErrorRecord } from '../../api/wire-errors.ts';
import { fromErrorRecord, httpStatusOf, toErrorRecord } from '../../contract/errors.ts';
import type { AppError } from '../../contract/errors.ts';

export interface Refusal {
  readonly error: AppError;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers an upgrade that is not accepted, and hangs up. Who asks for one is ours and gets the whole error. */
export function refuseUpgrade(socket: Duplex, { error, status, headers = {} }: Refusal): void {
  const body = JSON.stringify({ error: toErrorRecord(error) });
  const lines = [
    `HTTP/1.1 ${status ?? httpStatusOf[error.category]} Refused`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  // The other side may hang up first; there is nobody left to tell.
  socket.on('error', () => socket.destroy());
  // Half a connection would wait for the other side to hang up.
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

const bodySchema = z.object({ error: z.unknown() });

/** The error in the body of a refused upgrade, or null when it holds none that we know. */
export function readRefusal(body: string): AppError | null {
  try {
    const record = readErrorRecord(bodySchema.parse(JSON.parse(body)).error);
    return record === null ? null : fromErrorRecord(record);
  } catch {
    return null;
  }
}
