/**
 * What an answer of the cluster means. Some calls answer in an envelope `{ec, error, data}`, some bare; a refusal comes
 * as a status, as an `ec` with status 200, or both.
 */
import { AppError } from '../../contract/errors.ts';
import type { ErrorCode, ErrorFacts } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import { resultCodeOf } from '../http/http-client.ts';
import type { HttpAnswer } from '../http/http-client.ts';

/** What was asked, in words for a message, and what must not appear in one. */
export interface Question {
  /** `setting the DNS servers`, `creating the VLAN VLAN-1126`. */
  readonly doing: Text;
  readonly method: string;
  readonly path: string;
  /** Passwords and tokens that went out with the call: systems like to quote what they were sent. */
  readonly secrets: readonly string[];
  /** Logging in means something else by a refusal than any other call does. */
  readonly login: boolean;
}

const okCode = 'EOK';
/** The system is there and cannot do it just now: worth another attempt. */
const busyCode = /BUSY|TRY_?AGAIN|UNAVAILABLE|TIMED?_?OUT/i;
const conflictCode = /EXIST|DUPLICATE|CONFLICT|IN_USE/i;
const absentCode = /NOT_?EXIST|NOT_?FOUND|NONEXISTENT/i;
const sessionCode =
  /(SESSION|TOKEN).*(EXPIRED|INVALID|NOT_?FOUND)|UNAUTHORI[SZ]ED|UNAUTHENTICATED|NOT_?LOGGED_?IN/i;
const quotedLengthMaximum = 300;

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** The system's own words for a refusal, wherever this dialect puts them. */
export function systemMessageOf(json: unknown): string | null {
  const places = [property(json, 'error'), json, property(json, 'data')];
  for (const place of places) {
    if (typeof place === 'string' && place !== '') return place;
    for (const name of ['msg', 'message', 'detail', 'description', 'reason']) {
      const words = property(place, name);
      if (typeof words === 'string' && words !== '') return words;
    }
  }
  return null;
}

/** Also as they look inside JSON and inside a URL. */
function spellingsOf(secret: string): readonly string[] {
  return secret === '' ? [] : [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
}

function quotable(words: string | null, secrets: readonly string[]): string | null {
  if (words === null) return null;
  const masked = secrets.flatMap(spellingsOf).reduce((text, secret) => text.replaceAll(secret, '***'), words);
  return masked.replaceAll(/\s+/g, ' ').trim().slice(0, quotedLengthMaximum);
}

export function isSuccess(answer: HttpAnswer): boolean {
  const ec = resultCodeOf(answer.json);
  return answer.status >= 200 && answer.status < 300 && (ec === null || ec === okCode);
}

/** `data` of an envelope, or the whole answer where there is none. */
export function unwrapped(json: unknown): unknown {
  const enveloped = typeof json === 'object' && json !== null && 'data' in json;
  return enveloped ? json.data : json;
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'API_INVALID',
  401: 'SESSION_EXPIRED',
  403: 'LOGIN_REFUSED',
  404: 'API_NOT_FOUND',
  405: 'API_NOT_FOUND',
  408: 'HTTP_STATUS',
  409: 'API_CONFLICT',
  413: 'API_INVALID',
  422: 'API_INVALID',
  429: 'HTTP_STATUS',
  501: 'API_NOT_FOUND',
};

/** The code knows better than the status when it says conflict; the rest only counts where the status says nothing. */
function codeOfResult(ec: string, status: number): ErrorCode | null {
  if (status === 401 || status === 403 || ec === okCode) return null;
  if (status >= 300) return conflictCode.test(ec) && !absentCode.test(ec) ? 'API_CONFLICT' : null;
  if (sessionCode.test(ec)) return 'SESSION_EXPIRED';
  if (busyCode.test(ec)) return 'HTTP_STATUS';
  if (absentCode.test(ec)) return 'API_NOT_FOUND';
  return conflictCode.test(ec) ? 'API_CONFLICT' : 'API_REFUSED';
}

function errorCodeOf(answer: HttpAnswer, login: boolean): ErrorCode {
  const { status } = answer;
  const unavailable = status === 408 || status === 429 || status >= 500;
  if (login && !unavailable && (status < 300 || status >= 400)) return 'LOGIN_REFUSED';
  const byResult = codeOfResult(resultCodeOf(answer.json) ?? okCode, status);
  if (byResult !== null) return byResult;
  return codeOfStatus[status] ?? (status >= 400 && status < 500 ? 'API_REFUSED' : 'HTTP_STATUS');
}

const nextStep: Partial<Record<ErrorCode, Text>> = {
  API_INVALID: {
    zh: '请核对规划值是否符合系统要求。',
    en: 'Check the planned value against what the system accepts.',
  },
  API_CONFLICT: {
    zh: '与现有对象冲突：请修改规划值后重试，或采用现有对象。',
    en: 'It conflicts with an existing object: edit the planned value and retry, or use the existing one.',
  },
  API_NOT_FOUND: {
    zh: '该系统上没有这个对象或接口，请重新读取现状。',
    en: 'The object or the call does not exist on this system; read the current state again.',
  },
  API_REFUSED: {
    zh: '请在系统文档中查这个结果码，修正规划后重试。',
    en: "Look the result code up in the system's documentation, correct the plan and try again.",
  },
  SESSION_EXPIRED: { zh: '请重新登录。', en: 'Log in again.' },
  LOGIN_REFUSED: {
    zh: '请核对账号和密码；为避免账号被锁，不再自动尝试。',
    en: 'Check the account and its password; nothing is tried again, because systems lock accounts.',
  },
  HTTP_STATUS: {
    zh: '系统暂时无法应答，请稍后重试。',
    en: 'The system is not able to answer at the moment; try again.',
  },
};

const followRedirect: Text = {
  zh: '它指向另一个地址，本程序不跟随重定向，请直接填写那个地址。',
  en: 'It points to another address; redirects are not followed. Give that address itself.',
};

function refusalText(
  { doing, method, path }: Question,
  {
    status,
    ec,
    words,
  }: { readonly status: number; readonly ec: string | null; readonly words: string | null },
  next: Text,
): Text {
  // The call, its status and its code stand in the error's data; here only where the system gave no words of its own.
  const bare = `${method} ${path} → ${status}${ec === null ? '' : ` ${ec}`}`;
  const doingEn = `${doing.en.charAt(0).toUpperCase()}${doing.en.slice(1)}`;
  return {
    zh: `${doing.zh}${/\w$/.test(doing.zh) ? ' ' : ''}失败。原始返回：${words ?? bare}。${next.zh}`,
    en: `${doingEn} failed. The cluster said: ${words ?? bare}. ${next.en}`.trim(),
  };
}

/** The refusal as an error that names the call, the object, the status, the `ec` and the next step. */
export function refusal(answer: HttpAnswer, question: Question): AppError {
  const code = errorCodeOf(answer, question.login);
  const ec = quotable(resultCodeOf(answer.json), question.secrets);
  const words = quotable(systemMessageOf(answer.json), question.secrets);
  const redirect = answer.status >= 300 && answer.status < 400;
  const next = redirect ? followRedirect : (nextStep[code] ?? { zh: '', en: '' });
  const facts: ErrorFacts = {
    method: question.method,
    path: question.path,
    status: answer.status,
    ec,
    systemMessage: words,
  };
  return new AppError(code, refusalText(question, { status: answer.status, ec, words }, next), {
    data: facts,
  });
}
