import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { readErrorRecord } from '../../api/wire/wire-errors.ts';
import { fromErrorRecord, httpStatusOf, toErrorRecord, type AppError } from '../../contract/errors.ts';

export interface Refusal {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** As the owner's own clients get it: whole, in both languages. */
export const ownersRefusal = (error: AppError): Refusal => ({
  status: httpStatusOf(error.code),
  body: { error: toErrorRecord(error) },
});

/** Answers an upgrade that is not accepted, and hangs up. */
export function refuseUpgrade(socket: Duplex, { status, body, headers = {} }: Refusal): void {
  const text = JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} Refused`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  // The other side may hang up first; there is nobody left to tell.
  socket.on('error', () => socket.destroy());
  // Half a connection would wait for the other side to hang up.
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`);
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
