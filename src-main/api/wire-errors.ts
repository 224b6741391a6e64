import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { AppError, errorCategoryOf, fromErrorRecord, httpStatusOf, isAppError } from '../contract/errors.ts';
import type { ErrorCode, ErrorRecord } from '../contract/errors.ts';

const recordSchema = z.object({
  code: z.string(),
  category: z.string(),
  message: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
});

/** An error that nobody foresaw, as the log keeps it; the caller is told the reference only. */
export interface UnexpectedFailure {
  readonly reference: string;
  readonly procedure: string;
  readonly thrown: unknown;
}

/** The record inside an error of the RPC library, or null when that error did not start as ours. */
export function recordOf(thrown: unknown): ErrorRecord | null {
  if (!(thrown instanceof ORPCError)) return null;
  const read = recordSchema.safeParse(thrown.data);
  if (!read.success || !Object.hasOwn(errorCategoryOf, read.data.code)) return null;
  const code = read.data.code as ErrorCode;
  return { ...read.data, code, category: errorCategoryOf[code] };
}

/** The library's error that carries ours over any transport, with the HTTP status of its category. */
export function toWireError(error: AppError): ORPCError<string, ErrorRecord> {
  const { code, category, message } = error;
  const data = Object.fromEntries(Object.entries(error.data).filter(([, value]) => value !== undefined));
  return new ORPCError(code, {
    status: httpStatusOf[category],
    message,
    data: { code, category, message, data },
  });
}

/**
 * Turns whatever a procedure threw into the one shape that crosses. An input that does not fit its schema is
 * INPUT_INVALID and names the fields, never their values; anything unforeseen is reported under a reference.
 */
export function crossing(
  thrown: unknown,
  unforeseen: (thrown: unknown) => string,
): ORPCError<string, ErrorRecord> {
  if (isAppError(thrown)) return toWireError(thrown);
  if (thrown instanceof ORPCError && thrown.code === 'BAD_REQUEST')
    return toWireError(invalidInput(thrown.data));
  const reference = unforeseen(thrown);
  const message = `something unforeseen went wrong inside Sitewright; the log has it under the reference ${reference}`;
  return toWireError(new AppError('INTERNAL', message, { data: { reference } }));
}

const issuesSchema = z.object({
  issues: z.array(
    z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() }),
  ),
});

/** For input that could not be read at all there are no issues. */
function invalidInput(data: unknown): AppError {
  const read = issuesSchema.safeParse(data);
  if (!read.success)
    return new AppError('INPUT_INVALID', 'the request could not be read; send one JSON value');
  const fields = read.data.issues.map(({ path = [], message }) => `${path.join('.') || 'input'}: ${message}`);
  const message = `the request does not fit what this call expects: ${fields.slice(0, 5).join('; ')}`;
  return new AppError('INPUT_INVALID', message, { data: { fields: fields.slice(0, 20) } });
}

/**
 * The way back, in the client: the owner's own error, CANCELED when the caller gave up, and OWNER_UNREACHABLE when the
 * connection broke before there was an answer.
 */
export function fromWire(thrown: unknown, signal: AbortSignal | undefined): AppError {
  if (isAppError(thrown)) return thrown;
  const record = recordOf(thrown);
  if (record !== null) return fromErrorRecord(record);
  if (signal?.aborted === true) return new AppError('CANCELED', 'the call was canceled', { cause: thrown });
  if (thrown instanceof ORPCError) {
    const message = `Sitewright answered with something this version does not understand (${thrown.code}); use the same version on both sides`;
    return new AppError('INTERNAL', message, { data: { answered: String(thrown.code) }, cause: thrown });
  }
  const message =
    'the connection to the process that owns this home broke; the work goes on there, call again';
  return new AppError('OWNER_UNREACHABLE', message, { cause: thrown });
}
