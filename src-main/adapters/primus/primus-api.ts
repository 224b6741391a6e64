import { z } from 'zod';
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import { asSentence } from '../../contract/quoted.ts';
import type { Text } from '../../contract/text.ts';
import type { ConnectionRules } from '../http/connection-rules.ts';
import { createHttpClient, type HttpAnswer } from '../http/http-client.ts';
import { createPrimusNodes, type PrimusCall } from './primus-nodes.ts';
import type { PrimusNodes } from '../../engines/node-retry/ports.ts';
import { quoteWithout } from '../secrets/redactor.ts';

/** A Primus-SaFE API server. Calls throw LOGIN_REFUSED, API_FORBIDDEN, HTTP_STATUS, HTTP_BAD_ANSWER, or what went wrong on the way. */
export interface PrimusApi {
  readonly server: string;
  /** Asks for one node, which shows that the server is one and takes the token. */
  look(signal: AbortSignal): Promise<void>;
  readonly nodes: Omit<PrimusNodes, 'server' | 'close'>;
  close(): Promise<void>;
}

interface PrimusAccess {
  readonly server: string;
  readonly token: string;
  readonly rules: ConnectionRules;
}

/** Its errors are `{errorCode, errorMessage}` (github.com/AMD-AGI/Primus-SaFE, `apiserver`). */
const errorSchema = z.object({ errorCode: z.string().optional(), errorMessage: z.string().optional() });
const nodesSchema = z.object({ totalCount: z.number() });

/** Throws INPUT_INVALID and HTTP_NOT_ALLOWED for an address that cannot be used under the rules. */
export function createPrimusApi({ server, token, rules }: PrimusAccess): PrimusApi {
  const client = createHttpClient({ baseUrl: server, rules });
  const headers = { authorization: `Bearer ${token}` };
  const call: PrimusCall = async (request) => {
    const answer = await client.call({ ...request, headers });
    const what = `${request.method} ${client.baseUrl}${request.path}`;
    return { answer, refused: () => refused(what, answer, token), unreadable: () => notPrimus(what, answer) };
  };
  return {
    server: client.baseUrl,
    async look(signal) {
      const path = '/api/v1/nodes';
      const answer = await client.call({ method: 'GET', path, query: { limit: '1' }, headers, signal });
      const what = `GET ${client.baseUrl}${path}`;
      if (answer.status >= 300) {
        throw refused(what, answer, token);
      }
      if (!nodesSchema.safeParse(answer.json).success) {
        throw notPrimus(what, answer);
      }
    },
    nodes: createPrimusNodes(call),
    close: () => client.close(),
  };
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = { 401: 'LOGIN_REFUSED', 403: 'API_FORBIDDEN' };

const nextStep: Partial<Record<ErrorCode, Text>> = {
  LOGIN_REFUSED: {
    zh: '令牌无效或已过期；请移除该连接，用新的令牌重新添加。',
    en: 'The token is not valid, or no longer valid. Remove the connection and add it again with a new token.',
  },
  API_FORBIDDEN: {
    zh: '请换用有权限的账号的令牌。',
    en: 'Use the token of an account with this permission.',
  },
};

function refused(what: string, answer: HttpAnswer, token: string): AppError {
  const { errorCode, errorMessage } = errorSchema.safeParse(answer.json).data ?? {};
  if (answer.status === 404 && errorCode === undefined) {
    return notPrimus(what, answer);
  }
  const code = codeOfStatus[answer.status] ?? 'HTTP_STATUS';
  const words = quoteWithout(errorMessage ?? `status ${answer.status}`, [token]);
  const next = nextStep[code] ?? { zh: '请稍后重试。', en: 'Retry later.' };
  const text = {
    zh: `${what} 未成功：${asSentence(words, '。')}${next.zh}`,
    en: `${what} failed: ${asSentence(words, '.')} ${next.en}`,
  };
  return new AppError(code, text, { data: { status: answer.status, reason: errorCode ?? null, words } });
}

const notPrimus = (what: string, { status }: HttpAnswer): AppError =>
  new AppError('HTTP_BAD_ANSWER', {
    zh: `${what} 的应答（${status}）不是 Primus-SaFE API 的格式。请核对地址和端口。`,
    en: `The response to ${what} (${status}) is not what a Primus-SaFE API server sends. Check the address and the port.`,
  });
