import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { invalidInput } from '../../api/wire/wire-errors.ts';
import { AppError } from '../../contract/errors.ts';

/** Calls carry arguments, never files. */
export const largestBodyBytes = 1024 * 1024;

/** A larger body is read to its end and dropped, so that the refusal is heard; beyond this the connection is cut. */
const mostDroppedBytes = 16 * largestBodyBytes;

/** The JSON value in the body as the schema has it; undefined for an empty one. Throws BODY_TOO_LARGE, or INPUT_INVALID naming the fields. */
export async function readBody<S extends z.ZodType>(
  request: IncomingMessage,
  schema: S,
): Promise<z.output<S>> {
  const read = schema.safeParse(await readJsonBody(request));
  if (read.success) {
    return read.data;
  }
  throw invalidInput(read.error);
}

async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    sizeBytes += (chunk as Buffer).length;
    if (sizeBytes <= largestBodyBytes) {
      chunks.push(chunk as Buffer);
    } else {
      chunks.length = 0;
    }
    if (sizeBytes > mostDroppedBytes) {
      break;
    }
  }
  if (sizeBytes > largestBodyBytes) {
    const text = {
      zh: `请求正文超过 ${largestBodyBytes} 字节；文件请通过选择来提交，不要放在调用里。`,
      en: `The request body is larger than ${largestBodyBytes} bytes. Submit files by choosing them, not in a call.`,
    };
    throw new AppError('BODY_TOO_LARGE', text, { data: { largestBodyBytes } });
  }
  if (sizeBytes === 0) {
    return undefined;
  }
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new AppError('INPUT_INVALID', {
      zh: '请求正文必须是 JSON，并注明「Content-Type: application/json」。',
      en: 'The request body must be JSON, with "Content-Type: application/json".',
    });
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (thrown) {
    const text = {
      zh: '请求正文不是 JSON；请发送一个 JSON 值。',
      en: 'The request body is not JSON. Send one JSON value.',
    };
    throw new AppError('INPUT_INVALID', text, { cause: thrown });
  }
}
