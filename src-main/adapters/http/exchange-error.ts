/** What went wrong on the wire, in the words of this application. */
import { AppError, isAppError } from '../../contract/errors.ts';
import { asPhrase } from '../../contract/quoted.ts';
import { verbatim, type Text } from '../../contract/text.ts';
import { errnoOf, ownShortage, systemReason } from './system-error.ts';

/** What is larger is no answer of a cluster. */
export const answerLimitBytes = 8 * 1024 * 1024;

/** The wire's doing, as opposed to a mistake of ours (`ERR_INVALID_CHAR` and the like). */
function isWireErrno(errno: string): boolean {
  return !errno.startsWith('ERR_') || /^ERR_(SSL|TLS|STREAM|SOCKET)/.test(errno);
}

/** One exchange that went wrong, for its error. */
interface Exchange {
  /** Names it: `POST https://10.0.0.11/api/v2/network/vds`. */
  readonly what: Text;
  /** A read may simply be made again; what became of anything else is not known without an answer. */
  readonly changes: boolean;
  readonly signal: AbortSignal;
}

const silences = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'];

/**
 * Translates what went wrong on the wire, in the words of this application. Where a change was sent and nobody answered,
 * the error's data says `outcomeUnknown`.
 */
export function exchangeError(thrown: unknown, { what, changes, signal }: Exchange): AppError {
  if (signal.aborted) {
    const canceled = { zh: `${what.zh} 已取消。`, en: `${what.en} was canceled.` };
    return new AppError('CANCELED', canceled, { cause: thrown });
  }
  if (isAppError(thrown)) {
    return thrown;
  }
  const errno = errnoOf(thrown);
  const details = { data: { reason: errno, outcomeUnknown: changes ? true : undefined }, cause: thrown };
  const next = changes ? readBack : askAgain;
  if (silences.includes(errno ?? '') || isNamed(thrown, 'TimeoutError')) {
    return new AppError('READ_TIMEOUT', notAnswered(what, next), details);
  }
  const known = knownCause(thrown, what);
  if (known !== null) {
    return new AppError(known.code, known.text, details);
  }
  if (errno === null || !isWireErrno(errno)) {
    const ours = `${what.en} could not be made, for a reason inside this application.`;
    return new AppError('INTERNAL', ours, details);
  }
  const reason = thrown instanceof Error ? systemReason(thrown) : verbatim(errno);
  return new AppError('CONNECT_FAILED', broken(what, reason, next), details);
}

const readBack: Text = {
  zh: '是否已执行，须重新读取现状确认。',
  en: 'It is unknown whether it took effect; read the current state to find out.',
};
const askAgain: Text = {
  zh: '该操作只是读取，没有改动任何内容，可重试。',
  en: 'It only reads and changed nothing; retry.',
};

const notAnswered = (what: Text, next: Text): Text => ({
  zh: `${what.zh} 已发出，但没有在限定时间内收到完整应答。${next.zh}`,
  en: `${what.en} was sent, but no complete response arrived in time. ${next.en}`,
});

const broken = (what: Text, reason: Text, next: Text): Text => ({
  zh: `${what.zh} 过程中连接中断：${reason.zh}。${next.zh}`,
  en: `The connection was lost during ${what.en}: ${reason.en}. ${next.en}`,
});

/** Also inside the error that a body is torn with. */
function isNamed(thrown: unknown, name: string): boolean {
  return thrown instanceof Error && (thrown.name === name || isNamed(thrown.cause, name));
}

const tooMuch = ['UND_ERR_HEADERS_OVERFLOW', 'HPE_HEADER_OVERFLOW', 'UND_ERR_RES_EXCEEDED_MAX_SIZE'];
const notHttp = ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'UND_ERR_RESPONSE'];

/** What the error itself says: a want of this computer, or no answer that can be used. Null for anything else. */
const knownCause = (thrown: unknown, what: Text): Pick<AppError, 'code' | 'text'> | null =>
  ownShortage(thrown) ?? unusableAnswer(thrown, what);

/** What came instead of an answer, where that is what the library complains about; else null. */
function unusableAnswer(
  thrown: unknown,
  what: Text,
): { readonly code: 'HTTP_BAD_ANSWER'; readonly text: Text } | null {
  const errno = errnoOf(thrown) ?? '';
  const unusable = (text: Text) => ({ code: 'HTTP_BAD_ANSWER', text }) as const;
  if (tooMuch.includes(errno)) {
    return unusable({
      zh: `${what.zh} 的应答过大（应答超过 ${answerLimitBytes} 字节，或头部过长）。请核对这是不是集群的地址。`,
      en: `The response to ${what.en} is too large (over ${answerLimitBytes} bytes, or its headers are too long). Check that this is the cluster's address.`,
    });
  }
  // The parser's own code is not always passed on, its name is.
  const isParser = isNamed(thrown, 'HTTPParserError') || errno.startsWith('HPE_') || notHttp.includes(errno);
  if (!isParser) {
    return null;
  }
  const said = thrown instanceof Error && thrown.message !== '' ? asPhrase(thrown.message) : errno;
  return unusable({
    zh: `${what.zh} 的应答不是有效的 HTTP（${said}）。请核对地址、端口，以及应使用 http 还是 https。`,
    en: `The response to ${what.en} is not valid HTTP (${said}). Check the address, the port, and whether to use http or https.`,
  });
}
