/** What an API server says where it does not do what was asked: the `Status` object, in its own words. */
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../contract/errors.ts';
import { asSentence } from '../../contract/quoted.ts';
import type { Text } from '../../contract/text.ts';

const statusSchema = z.object({
  kind: z.literal('Status').optional(),
  message: z.string().optional(),
  reason: z.string().optional(),
  code: z.number().optional(),
  details: z
    .object({
      retryAfterSeconds: z.number().optional(),
      causes: z.array(z.object({ reason: z.string().optional() })).nullish(),
    })
    .nullish(),
});

/** `Expired`, `ResourceExpired` and `Gone` mean the same to a watch: begin again with a list. */
const expired = ['Expired', 'ResourceExpired', 'Gone'];

/** What was sent with such an answer may have been done. */
const mayHaveDone: readonly number[] = [500, 502, 504];

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'API_INVALID',
  401: 'LOGIN_REFUSED',
  403: 'API_FORBIDDEN',
  404: 'API_NOT_FOUND',
  409: 'API_CONFLICT',
  410: 'API_EXPIRED',
  413: 'API_TOO_LARGE',
  415: 'API_INVALID',
  422: 'API_INVALID',
  429: 'RATE_LIMITED',
};

const nextStep: Partial<Record<ErrorCode, Text>> = {
  LOGIN_REFUSED: {
    zh: '凭据无效或已过期，请更新 kubeconfig 后重试。',
    en: 'The credentials are not valid, or no longer valid. Update the kubeconfig, then retry.',
  },
  API_FORBIDDEN: {
    zh: '请换用有权限的用户，或请集群管理员授权。',
    en: 'Use a user with this permission, or ask the cluster administrator to grant it.',
  },
  API_NOT_FOUND: { zh: '请核对名称和命名空间。', en: 'Check the name and the namespace.' },
  API_CONFLICT: {
    zh: '对象已被改动，请重新读取后再试。',
    en: 'The object was changed meanwhile. Read it again, then retry.',
  },
  RATE_LIMITED: { zh: '集群要求稍候再试。', en: 'The cluster asks to wait before the next request.' },
  HTTP_STATUS: {
    zh: '这是集群自身的错误，请稍后重试；仍然失败时请查看 API 服务器的日志。',
    en: 'This is an error in the cluster. Retry later; if it persists, check the logs of the API server.',
  },
};

export interface Refusal {
  /** Names what was asked: `PATCH https://10.0.0.1:6443/apis/…`. */
  readonly what: string;
  readonly status: number;
  /** The body as it came; null for what is no JSON. */
  readonly body: unknown;
  /** Seconds of the `Retry-After` header, null without one. */
  readonly retryAfterSeconds: number | null;
  /** Whether it would have changed something. */
  readonly changes: boolean;
}

/**
 * The error of a refusal. `data.reason` is the API's own reason, `data.words` what it said, `data.retryAfterMs` how long it
 * asks to wait, `data.causes` the reasons of its parts.
 */
export function refusalError({ what, status, body, retryAfterSeconds, changes }: Refusal): AppError {
  const said = statusSchema.safeParse(body).data ?? {};
  const code = codeOf(status, said.reason);
  const waits = said.details?.retryAfterSeconds ?? retryAfterSeconds;
  const data = {
    status,
    reason: said.reason ?? null,
    words: said.message ?? null,
    causes: said.details?.causes?.flatMap(({ reason }) => reason ?? []),
    retryAfterMs: waits === null ? undefined : waits * 1000,
    // A server that fails may have done it first.
    outcomeUnknown: changes && mayHaveDone.includes(status) ? true : undefined,
  };
  return new AppError(code, sentencesOf(what, said.message ?? `status ${status}`, code), { data });
}

const codeOf = (status: number, reason: string | undefined): ErrorCode =>
  expired.includes(reason ?? '') ? 'API_EXPIRED' : (codeOfStatus[status] ?? 'HTTP_STATUS');

function sentencesOf(what: string, words: string, code: ErrorCode): Text {
  const next = nextStep[code] ?? { zh: '', en: '' };
  return {
    zh: `${what} 未成功：${asSentence(words, '。')}${next.zh}`,
    en: `${what} failed: ${asSentence(words, '.')} ${next.en}`.trimEnd(),
  };
}
