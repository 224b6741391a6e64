/**
 * What an answer of the cluster means. Some calls answer in an envelope `{ec, error, data}`, some bare; a refusal comes
 * as a status, as an `ec` with status 200, or both.
 */
import { AppError, type ErrorCode, type ErrorFacts } from '../../contract/errors.ts';
import { asSentence } from '../../contract/quoted.ts';
import type { Text } from '../../contract/text.ts';
import type { Redactor } from '../secrets/redactor.ts';
import type { HttpAnswer } from '../http/http-client.ts';
import { resultCodeOf } from './result-code.ts';

/** What was asked, in words for a message, and what must not appear in one. */
export interface Question {
  /** `setting the DNS servers`, `creating the VLAN VLAN-1126`. */
  readonly doing: Text;
  readonly method: string;
  readonly path: string;
  /** Passwords and tokens that went out with the call: systems like to quote what they were sent. */
  readonly secrets: readonly string[];
  /** Masks and cuts what the system said. */
  readonly quote: Redactor['quote'];
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

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** The system's own words for a refusal, wherever this dialect puts them. */
export function systemMessageOf(json: unknown): string | null {
  const places = [property(json, 'error'), json, property(json, 'data')];
  for (const place of places) {
    if (typeof place === 'string' && place !== '') {
      return place;
    }
    for (const name of ['msg', 'message', 'detail', 'description', 'reason']) {
      const words = property(place, name);
      if (typeof words === 'string' && words !== '') {
        return words;
      }
    }
  }
  return null;
}

/** The words of a refusal; an error page of a proxy says them in its title or its text. */
function wordsOf(answer: HttpAnswer): string | null {
  if (answer.json !== undefined) {
    return systemMessageOf(answer.json);
  }
  const title = /<title[^>]*>([^<]+)<\/title>/i.exec(answer.text)?.[1];
  const words = (title ?? answer.text.replaceAll(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')).trim();
  return words === '' ? null : words;
}

/** By its status and its `ec`; whether the body is the system's own is said by `foreignBody`. */
export function isSuccess(answer: HttpAnswer): boolean {
  const ec = resultCodeOf(answer.json);
  return answer.status >= 200 && answer.status < 300 && (ec === null || ec === okCode);
}

/** Nothing was said: that is no refusal, and nothing that could be read either. */
const isEmpty = (answer: HttpAnswer): boolean => answer.text.trim() === '';

/** What cannot be the system's own answer although the status is one of success; null when it can be. */
function foreignBody(answer: HttpAnswer): Text | null {
  if (isEmpty(answer)) {
    return null;
  }
  if (answer.json === undefined) {
    return { zh: '不是 JSON', en: 'it is not JSON' };
  }
  if (typeof answer.json === 'object' && answer.json !== null) {
    return null;
  }
  return { zh: '不是 JSON 对象', en: 'it is not a JSON object' };
}

/** `data` of an envelope, or the whole answer where there is none. */
export function unwrapped(json: unknown): unknown {
  const enveloped = typeof json === 'object' && json !== null && 'data' in json;
  return enveloped ? json.data : json;
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'API_INVALID',
  401: 'SESSION_EXPIRED',
  403: 'API_FORBIDDEN',
  404: 'API_NOT_FOUND',
  405: 'API_NOT_FOUND',
  408: 'HTTP_STATUS',
  409: 'API_CONFLICT',
  413: 'API_TOO_LARGE',
  422: 'API_INVALID',
  429: 'HTTP_STATUS',
  501: 'API_NOT_FOUND',
};

/** The code knows better than the status when it says conflict; the rest only counts where the status says nothing. */
function codeOfResult(ec: string, status: number): ErrorCode | null {
  if (status === 401 || status === 403 || ec === okCode) {
    return null;
  }
  if (status >= 300) {
    return conflictCode.test(ec) && !absentCode.test(ec) ? 'API_CONFLICT' : null;
  }
  if (sessionCode.test(ec)) {
    return 'SESSION_EXPIRED';
  }
  if (busyCode.test(ec)) {
    return 'HTTP_STATUS';
  }
  if (absentCode.test(ec)) {
    return 'API_NOT_FOUND';
  }
  return conflictCode.test(ec) ? 'API_CONFLICT' : 'API_REFUSED';
}

/** A session that has ended is told with 403 by some systems; its words tell it from a missing permission. */
const endedSession =
  /(session|token|login|credential)[^.。]{0,40}(expired|invalid|timed? ?out|not (?:found|exist|valid)|no longer|ended)|(expired|invalid) (session|token)|not logged in|log ?in again|unauthenticated|(会话|令牌|登录|token)[^。]{0,10}(过期|失效|无效|超时)|未登录|重新登录/i;

function saysSessionEnded(answer: HttpAnswer): boolean {
  const ec = resultCodeOf(answer.json) ?? '';
  return sessionCode.test(ec) || endedSession.test(systemMessageOf(answer.json) ?? '');
}

/** Statuses of what stands before the cluster, or of a fault in the middle of the work: the change may have been made. */
const mayHaveBeenDone: readonly number[] = [500, 502, 504];

/** A system that is busy or sends elsewhere has not judged the password. */
function saysLoginRefused(status: number): boolean {
  const isElsewhere = status >= 300 && status < 400;
  return !isElsewhere && status < 500 && ![404, 405, 408, 413, 429].includes(status);
}

function errorCodeOf(answer: HttpAnswer, login: boolean): ErrorCode {
  const { status } = answer;
  if (login && saysLoginRefused(status)) {
    return 'LOGIN_REFUSED';
  }
  if (status === 403 && saysSessionEnded(answer)) {
    return 'SESSION_EXPIRED';
  }
  const byResult = codeOfResult(resultCodeOf(answer.json) ?? okCode, status);
  if (byResult !== null) {
    return byResult;
  }
  return codeOfStatus[status] ?? (status >= 400 && status < 500 ? 'API_REFUSED' : 'HTTP_STATUS');
}

const nextStep: Partial<Record<ErrorCode, Text>> = {
  HTTP_STATUS: {
    zh: '这是集群自身的错误，请重试；仍然失败时请查看集群日志。',
    en: 'This is an error in the cluster. Retry; if it persists, check the cluster logs.',
  },
  API_INVALID: {
    zh: '请核对规划值是否符合系统要求。',
    en: 'Check that the planned value meets the requirements of the system.',
  },
  API_CONFLICT: {
    zh: '请到集群核对与哪个对象冲突。',
    en: 'Check on the cluster which object it conflicts with.',
  },
  API_NOT_FOUND: {
    zh: '该系统上没有这个对象或接口，请刷新现状后再试。',
    en: 'This object or API does not exist on the system. Refresh the current state.',
  },
  API_REFUSED: {
    zh: '请核对规划值和集群日志，修正后重试。',
    en: 'Check the planned value and the cluster logs, correct the plan, then retry.',
  },
  SESSION_EXPIRED: {
    zh: '系统认为会话无效。',
    en: 'The system does not accept the session.',
  },
  LOGIN_REFUSED: {
    zh: '请核对账号和密码；为避免账号被锁定，不会自动重试。',
    en: 'Check the account and the password. It is not retried automatically, so that the account does not get locked.',
  },
  API_FORBIDDEN: {
    zh: '登录有效，但该账号没有此权限：请换用有权限的账号，或在集群上授权。',
    en: 'The login is valid, but the account lacks this permission. Use an account with the permission, or grant it on the cluster.',
  },
  API_TOO_LARGE: {
    zh: '集群或它前面的代理限制了请求大小：请放宽该限制，或绕过代理直接访问集群。',
    en: 'The cluster or a proxy in front of it limits the request size. Raise the limit, or connect to the cluster directly.',
  },
};

/** Statuses that have their own name in the protocol say more than the code that stands for them here. */
const nextStepOfStatus: Readonly<Record<number, Text>> = {
  408: {
    zh: '系统等待请求超时，请稍后重试。',
    en: 'The system timed out waiting for the request. Retry later.',
  },
  429: {
    zh: '请求过于频繁，系统要求稍候；密码未被判定为错误。',
    en: 'Too many requests; the system asks to wait. The password was not rejected.',
  },
  502: {
    zh: '代理后面的服务没有应答，请确认集群管理服务已启动后重试。',
    en: 'The service behind the proxy does not respond. Check that the cluster management service is running, then retry.',
  },
  503: {
    zh: '系统暂时无法提供服务，请稍后重试。',
    en: 'The system is temporarily unavailable. Retry later.',
  },
  504: {
    zh: '代理后面的服务没有及时应答，请稍后重试。',
    en: 'The service behind the proxy did not respond in time. Retry later.',
  },
  507: {
    zh: '集群存储空间不足，请清理后重试。',
    en: 'The cluster is out of storage space. Free some space, then retry.',
  },
};

/** Said before the system's own words, where the code alone tells the cause. */
const causeOf: Partial<Record<ErrorCode, Text>> = {
  API_CONFLICT: { zh: '：与现有对象冲突', en: ': it conflicts with an existing object' },
};

const lookUp = (ec: string): Text => ({
  zh: `请在系统文档中查阅错误码 ${ec}，修正规划后重试。`,
  en: `Look up error code ${ec} in the system documentation, correct the plan, then retry.`,
});

function nextStepOf(code: ErrorCode, status: number, ec: string | null): Text {
  if (status >= 300 && status < 400) {
    return followRedirect;
  }
  if (code === 'API_REFUSED' && ec !== null) {
    return lookUp(ec);
  }
  return nextStepOfStatus[status] ?? nextStep[code] ?? { zh: '', en: '' };
}

const followRedirect: Text = {
  zh: '它指向另一个地址，本程序不跟随重定向，请直接填写那个地址。',
  en: 'It redirects to another address, and redirects are not followed. Enter that address directly.',
};

function refusalText(
  { doing, method, path }: Question,
  {
    status,
    ec,
    words,
  }: { readonly status: number; readonly ec: string | null; readonly words: string | null },
  code: ErrorCode,
): Text {
  const cause = causeOf[code] ?? { zh: '', en: '' };
  const next = nextStepOf(code, status, ec);
  // The call, its status and its code stand in the error's data; here only where the system gave no words of its own.
  const bare = `${method} ${path} → ${status}${ec === null ? '' : ` ${ec}`}`;
  const doingEn = `${doing.en.charAt(0).toUpperCase()}${doing.en.slice(1)}`;
  return {
    zh: `${doing.zh}${/\w$/.test(doing.zh) ? ' ' : ''}失败${cause.zh}。原始返回：${asSentence(words ?? bare, '。')}${next.zh}`,
    en: `${doingEn} failed${cause.en}. The cluster said: ${asSentence(words ?? bare, '.')} ${next.en}`.trim(),
  };
}

/** The refusal as an error that names the call, the object, the status, the `ec` and the next step. */
export function refusal(answer: HttpAnswer, question: Question): AppError {
  const code = errorCodeOf(answer, question.login);
  const quoted = (words: string | null): string | null =>
    words === null ? null : question.quote(words, question.secrets);
  const ec = quoted(resultCodeOf(answer.json));
  const words = quoted(wordsOf(answer));
  const facts: ErrorFacts = {
    method: question.method,
    path: question.path,
    status: answer.status,
    ec,
    systemMessage: words,
    retryAfter: answer.retryAfter,
    outcomeUnknown: question.method !== 'GET' && mayHaveBeenDone.includes(answer.status) ? true : undefined,
  };
  return new AppError(code, refusalText(question, { status: answer.status, ec, words }, code), {
    data: facts,
  });
}

const nothing: Text = { zh: '应答为空', en: 'the response is empty' };

/** A success whose body is not the system's own, such as a login page, or that lacks what is needed: whether a change was made, it does not say. */
export function unusableAnswer({ doing, method, path }: Question, status: number, missing: Text): AppError {
  return new AppError(
    'HTTP_BAD_ANSWER',
    {
      zh: `「${doing.zh}」的应答（${method} ${path}，状态码 ${status}）缺少必需的内容：${missing.zh}。请核对这是不是集群的地址，以及集群版本。`,
      en: `The response to ${doing.en} (${method} ${path}, status ${status}) lacks required content: ${missing.en}. Check that this is the cluster's address, and the cluster version.`,
    },
    {
      data: {
        method,
        path,
        status,
        missing: missing.en,
        outcomeUnknown: method === 'GET' ? undefined : true,
      },
    },
  );
}

/**
 * Whatever the status, only what the system itself has said counts: throws the refusal, and HTTP_BAD_ANSWER for a page of
 * something else, or for a read that brought nothing.
 */
export function requireOwnAnswer(answer: HttpAnswer, question: Question): void {
  if (!isSuccess(answer)) {
    throw refusal(answer, question);
  }
  const foreign = foreignBody(answer) ?? (question.method === 'GET' && isEmpty(answer) ? nothing : null);
  if (foreign !== null) {
    throw unusableAnswer(question, answer.status, foreign);
  }
}
