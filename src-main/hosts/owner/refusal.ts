import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { AppError, errorCategoryOf, httpStatusOf } from '../../contract/errors.ts';
import type { ErrorCode } from '../../contract/errors.ts';

/** An error as the body of an HTTP answer. */
export const refusalBody = ({ code, category, message, data }: AppError): string =>
  JSON.stringify({ error: { code, category, message, data } });

export interface Refusal {
  readonly error: AppError;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers an upgrade that is not accepted, and hangs up. */
export function refuseUpgrade(socket: Duplex, { error, status, headers = {} }: Refusal): void {
  const body = refusalBody(error);
  const lines = [
    `HTTP/1.1 ${status ?? httpStatusOf[error.category]} Refused`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  // The other side may hang up first; there is nobody left to tell.
  socket.on('error', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

const bodySchema = z.object({
  error: z.object({
    code: z.string().refine((code) => Object.hasOwn(errorCategoryOf, code)),
    message: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  }),
});

/** The error in the body of a refused upgrade, or null when it holds none that we know. */
export function readRefusal(body: string): AppError | null {
  try {
    const { error } = bodySchema.parse(JSON.parse(body));
    return new AppError(error.code as ErrorCode, error.message, { data: error.data });
  } catch {
    return null;
  }
}
