/** One call to the cluster: token in, data out, refusals as errors, undocumented reads allowed to be absent. */
import type { z } from 'zod';
import { type Text, verbatim } from '../../contract/text.ts';
import type { HttpAnswer, HttpClient, HttpMethod } from '../http/http-client.ts';
import { type Redactor, quoteWithout } from '../secrets/redactor.ts';
import { requireOwnAnswer, unusableAnswer, unwrapped, type Question } from './answer.ts';
import type { CallOptions, Reading } from '../../ports/reading.ts';

export interface SmartxCall {
  /** What the call does, in words for a message: `creating the VLAN VLAN-1126`. */
  readonly doing: Text;
  readonly method: HttpMethod;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What must not be quoted back in a message. */
  readonly secrets?: readonly string[];
  /** `none` for what comes before a session exists, `login` for making one; else the session's token goes along. */
  readonly as?: 'none' | 'login';
}

/** Data parsed by the given shape. Throws what `HttpClient.call` throws, the refusals of `answer.ts`, HTTP_BAD_ANSWER. */
export interface Caller {
  readonly http: HttpClient;
  /** Masks and cuts what the system said. */
  readonly quote: Redactor['quote'];
  useToken(token: string | null): void;
  raw(call: SmartxCall, options: CallOptions): Promise<HttpAnswer>;
  /** Throws the refusal of a call, and HTTP_BAD_ANSWER for a success that the system itself has not said. */
  requireOwn(answer: HttpAnswer, call: SmartxCall): void;
  ask<T>(call: SmartxCall, shape: z.ZodType<T>, options: CallOptions): Promise<T>;
  /** As `ask`; statuses 404, 405 and 501 mean that the system has no such read. */
  tryReading<T>(call: SmartxCall, shape: z.ZodType<T>, options: CallOptions): Promise<Reading<T>>;
}

const noSuchCall: readonly number[] = [404, 405, 501];

export function createCaller(http: HttpClient, quote: Redactor['quote'] = quoteWithout): Caller {
  let token: string | null = null;

  const questionOf = (call: SmartxCall): Question => ({
    doing: call.doing,
    method: call.method,
    path: call.path,
    secrets: [...(call.secrets ?? []), ...(token === null ? [] : [token])],
    quote,
    login: call.as === 'login',
  });

  const raw = async (call: SmartxCall, options: CallOptions): Promise<HttpAnswer> =>
    http.call({
      method: call.method,
      path: call.path,
      ...(call.query === undefined ? {} : { query: call.query }),
      ...(call.body === undefined ? {} : { body: call.body }),
      ...(token !== null && call.as === undefined ? { headers: { 'x-smartx-token': token } } : {}),
      signal: options.signal,
    });

  const dataOf = <T>(answer: HttpAnswer, call: SmartxCall, shape: z.ZodType<T>): T => {
    const question = questionOf(call);
    requireOwnAnswer(answer, question);
    const parsed = shape.safeParse(unwrapped(answer.json));
    if (parsed.success) {
      return parsed.data;
    }
    const missing = parsed.error.issues.map((issue) => issue.path.join('.') || 'data').join(', ');
    throw unusableAnswer(question, answer.status, verbatim(missing));
  };

  return {
    http,
    quote,
    requireOwn: (answer, call) => requireOwnAnswer(answer, questionOf(call)),
    useToken: (next) => void (token = next),
    raw,
    ask: async (call, shape, options) => dataOf(await raw(call, options), call, shape),
    tryReading: async (call, shape, options) => {
      const answer = await raw(call, options);
      if (noSuchCall.includes(answer.status)) {
        const asked = `${call.method} ${call.path}`;
        const why = {
          zh: `${asked} 返回状态码 ${answer.status}`,
          en: `${asked} returned status ${answer.status}`,
        };
        return { kind: 'unreadable', why };
      }
      return { kind: 'value', value: dataOf(answer, call, shape) };
    },
  };
}
