import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import {
  AppError,
  errorCategoryOf,
  isErrorCode,
  fromErrorRecord,
  httpStatusOf,
  isAppError,
  shortageIn,
  type ErrorRecord,
} from '../../contract/errors.ts';
import { textSchema } from '../../contract/text-schema.ts';

const recordSchema = z.object({
  code: z.string(),
  category: z.string(),
  message: textSchema,
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
});

/** An error that nobody foresaw, as the log keeps it; the caller is told the reference only. */
export interface UnexpectedFailure {
  readonly reference: string;
  readonly procedure: string;
  readonly thrown: unknown;
}

/** An error that came from another process as data, or null for anything that is none of ours. */
export function readErrorRecord(value: unknown): ErrorRecord | null {
  const read = recordSchema.safeParse(value);
  if (!read.success || !isErrorCode(read.data.code)) {
    return null;
  }
  const { code } = read.data;
  return { ...read.data, code, category: errorCategoryOf[code] };
}

/** The record inside an error of the RPC library, or null when that error did not start as ours. */
export function recordOf(thrown: unknown): ErrorRecord | null {
  return thrown instanceof ORPCError ? readErrorRecord(thrown.data) : null;
}

/** The library's error that carries ours over any transport, with its HTTP status. */
export function toWireError(error: AppError): ORPCError<string, ErrorRecord> {
  const { code, category, message } = error;
  const data = Object.fromEntries(Object.entries(error.data).filter(([, value]) => value !== undefined));
  return new ORPCError(code, {
    status: httpStatusOf(code),
    message,
    data: { code, category, message: error.text, data },
  });
}

/** What a call throws that nobody waits for any more. */
export function callCanceled(cause?: unknown): AppError {
  return new AppError(
    'CANCELED',
    { zh: '调用已取消；需要时请重新发起。', en: 'The call was canceled. Send it again if needed.' },
    { cause },
  );
}

/** What the caller is told of an error that nobody foresaw: where the log has it. */
export function unforeseenError(reference: string): AppError {
  const text = {
    zh: `Sitewright 内部发生意外错误；请凭编号 ${reference} 在日志中查找原因。`,
    en: `An unexpected error occurred in Sitewright. Look up reference ${reference} in the log.`,
  };
  return new AppError('INTERNAL', text, { data: { reference } });
}

/**
 * Turns whatever a procedure threw into the one shape that crosses. An input that does not fit its schema is
 * INPUT_INVALID and names the fields, never their values; anything unforeseen is reported under a reference.
 */
export function crossing(
  thrown: unknown,
  unforeseen: (thrown: unknown) => string,
): ORPCError<string, ErrorRecord> {
  const known = isAppError(thrown) ? thrown : shortageIn(thrown);
  if (known !== null) {
    return toWireError(known);
  }
  if (thrown instanceof ORPCError && thrown.code === 'BAD_REQUEST') {
    return toWireError(invalidInput(thrown.data));
  }
  return toWireError(unforeseenError(unforeseen(thrown)));
}

const issuesSchema = z.object({
  issues: z.array(
    z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() }),
  ),
});

/** INPUT_INVALID with the fields that a schema refused; input that could not be read at all has no issues. */
export function invalidInput(data: unknown): AppError {
  const read = issuesSchema.safeParse(data);
  if (!read.success) {
    return new AppError('INPUT_INVALID', {
      zh: '请求无法读取；请发送一个 JSON 值。',
      en: 'The request could not be read. Send one JSON value.',
    });
  }
  const fields = read.data.issues.map(({ path = [], message }) => `${path.join('.') || 'input'}: ${message}`);
  const first = fields.slice(0, 5).join('; ');
  const text = {
    zh: `请求不符合该调用的要求：${first}`,
    en: `The request does not match what this call expects: ${first}`,
  };
  return new AppError('INPUT_INVALID', text, { data: { fields: fields.slice(0, 20) } });
}

/**
 * The way back, in the client: the owner's own error, CANCELED when the caller gave up, and OWNER_UNREACHABLE when the
 * connection broke before there was an answer.
 */
export function fromWire(thrown: unknown, signal: AbortSignal | undefined): AppError {
  if (isAppError(thrown)) {
    return thrown;
  }
  const record = recordOf(thrown);
  if (record !== null) {
    return fromErrorRecord(record);
  }
  if (signal?.aborted === true) {
    return callCanceled(thrown);
  }
  if (thrown instanceof ORPCError) {
    const answered = String(thrown.code);
    const text = {
      zh: `当前版本无法识别 Sitewright 的应答 ${answered}；请让两端使用同一版本。`,
      en: `This version does not understand the response from Sitewright (${answered}). Use the same version on both sides.`,
    };
    return new AppError('INTERNAL', text, { data: { answered }, cause: thrown });
  }
  const text = {
    zh: '与占用本数据目录的 Sitewright 进程的连接在收到应答前断开；请先查看执行任务的当前状态，再决定是否重新操作。',
    en: 'The connection to the Sitewright process that owns this data folder was lost before it responded. Check the current state of the run before you retry.',
  };
  return new AppError('OWNER_UNREACHABLE', text, { cause: thrown });
}
