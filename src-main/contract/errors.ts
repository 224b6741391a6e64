import { type Text, verbatim } from './text.ts';

/**
 * The error every room speaks. A category decides all generic behaviour (HTTP status, exit code, whether retrying
 * makes sense); a code names the exact case and is what programs and translations match on.
 */
export const errorCategories = [
  'invalid',
  'notFound',
  'conflict',
  'denied',
  'unavailable',
  'timeout',
  'canceled',
  'internal',
] as const;
export type ErrorCategory = (typeof errorCategories)[number];

const httpStatusOfCategory: Record<ErrorCategory, number> = {
  invalid: 400,
  notFound: 404,
  conflict: 409,
  denied: 403,
  unavailable: 503,
  timeout: 504,
  canceled: 499,
  internal: 500,
};

export const exitCodeOf: Record<ErrorCategory, number> = {
  invalid: 2,
  notFound: 3,
  conflict: 4,
  denied: 5,
  unavailable: 6,
  timeout: 7,
  canceled: 130,
  internal: 1,
};

export const logLevelOf: Record<ErrorCategory, 'info' | 'warn' | 'error'> = {
  invalid: 'warn',
  notFound: 'warn',
  conflict: 'warn',
  denied: 'warn',
  unavailable: 'warn',
  timeout: 'warn',
  canceled: 'info',
  internal: 'error',
};

/** Whether a step that failed this way is worth another automatic attempt under its retry policy. */
export const retryableByDefault: Record<ErrorCategory, boolean> = {
  invalid: false,
  notFound: false,
  conflict: false,
  denied: false,
  unavailable: true,
  timeout: true,
  canceled: false,
  internal: false,
};

/** Every code the product can answer with. Adding one is a line here. */
export const errorCategoryOf = {
  // any room
  INTERNAL: 'internal',
  USAGE: 'invalid',
  INPUT_INVALID: 'invalid',
  CANCELED: 'canceled',
  // runs, owner, store
  RUN_NOT_FOUND: 'notFound',
  STEP_NOT_FOUND: 'notFound',
  IMPORT_NOT_FOUND: 'notFound',
  TOPIC_UNKNOWN: 'notFound',
  LOG_NOT_FOUND: 'notFound',
  RUN_STATE: 'conflict',
  STEP_STATE: 'conflict',
  STEP_DEADLINE: 'timeout',
  TARGET_HELD: 'conflict',
  ANSWER_INVALID: 'invalid',
  REASON_REQUIRED: 'invalid',
  DATABASE_FROM_FUTURE: 'conflict',
  DATABASE_OUTDATED: 'conflict',
  DATABASE_DAMAGED: 'unavailable',
  RECORD_DAMAGED: 'internal',
  DATABASE_UNUSABLE: 'unavailable',
  DISK_FULL: 'unavailable',
  OPEN_FILES_EXHAUSTED: 'unavailable',
  MEMORY_EXHAUSTED: 'unavailable',
  HOME_OWNED: 'conflict',
  HOME_UNUSABLE: 'invalid',
  OWNER_UNREACHABLE: 'unavailable',
  PROTOCOL_MISMATCH: 'conflict',
  SECRET_UNRESOLVED: 'denied',
  SECRET_IN_EXPORT: 'internal',
  OUTPUT_TOO_LARGE: 'internal',
  PRINTER_MISSING: 'unavailable',
  PRINT_FAILED: 'unavailable',
  // files and workbooks
  FILE_NOT_FOUND: 'notFound',
  FILE_UNREADABLE: 'unavailable',
  FILE_UNWRITABLE: 'unavailable',
  FILE_EXISTS: 'conflict',
  FILE_CHANGED: 'conflict',
  WORKBOOK_LEGACY_XLS: 'invalid',
  WORKBOOK_ENCRYPTED: 'invalid',
  WORKBOOK_NOT_A_PACKAGE: 'invalid',
  WORKBOOK_SIGNED: 'invalid',
  WORKBOOK_TOO_LARGE: 'invalid',
  WORKBOOK_DOCTYPE: 'invalid',
  WORKBOOK_ENTRY_NAME: 'invalid',
  WORKBOOK_DAMAGED: 'invalid',
  WORKBOOK_PROFILE_UNKNOWN: 'invalid',
  WORKBOOK_SHEET_MISSING: 'invalid',
  WORKBOOK_FORMULA_TARGET: 'conflict',
  WORKBOOK_CELL_OCCUPIED: 'conflict',
  WORKBOOK_CHANGED: 'conflict',
  WORKBOOK_VERIFY_FAILED: 'internal',
  PLAN_INCOMPLETE: 'invalid',
  OVERRIDE_INVALID: 'invalid',
  // the world
  CONNECT_FAILED: 'unavailable',
  CONNECT_TIMEOUT: 'timeout',
  HANDSHAKE_FAILED: 'conflict',
  READ_TIMEOUT: 'timeout',
  HTTP_STATUS: 'unavailable',
  HTTP_BAD_ANSWER: 'unavailable',
  API_REFUSED: 'conflict',
  API_CONFLICT: 'conflict',
  API_NOT_FOUND: 'notFound',
  API_INVALID: 'invalid',
  API_FORBIDDEN: 'denied',
  API_TOO_LARGE: 'invalid',
  API_EXPIRED: 'conflict',
  SESSION_EXPIRED: 'denied',
  LOGIN_REFUSED: 'denied',
  TOKEN_MISSING: 'denied',
  RATE_LIMITED: 'unavailable',
  TLS_UNKNOWN: 'denied',
  TLS_CHANGED: 'denied',
  SSH_KEY_UNKNOWN: 'denied',
  SSH_KEY_CHANGED: 'denied',
  HTTP_NOT_ALLOWED: 'denied',
  ADDRESS_NOT_ALLOWED: 'denied',
  SSH_COMMAND_FAILED: 'unavailable',
  HOST_REFUSED: 'conflict',
  JOB_FAILED: 'conflict',
  JOB_TIMEOUT: 'timeout',
  CLUSTER_NOT_DEPLOYED: 'conflict',
  HOST_SCAN_EMPTY: 'conflict',
  HOST_MISMATCH: 'conflict',
  IDENTITY_MISMATCH: 'denied',
  IPMI_INVALID: 'conflict',
  VLAN_MISSING: 'conflict',
  VERIFY_FAILED: 'conflict',
  UPLOAD_FAILED: 'unavailable',
  ISO_CHANGED: 'conflict',
  SERIAL_MISSING: 'notFound',
  PRACTICE_UNREACHABLE: 'unavailable',
  FAULT_INVALID: 'invalid',
  // clusters of Kubernetes
  CONNECTION_NOT_FOUND: 'notFound',
  CONNECTION_EXISTS: 'conflict',
  CONNECTION_KIND: 'invalid',
  KUBECONFIG_INVALID: 'invalid',
  KUBECONFIG_CONTEXT: 'notFound',
  KUBECONFIG_NOT_ALLOWED: 'denied',
  KUBECONFIG_PROGRAM: 'unavailable',
  WORKLOAD_NOT_FOUND: 'notFound',
  WORKLOAD_PAUSED: 'invalid',
  WORKLOAD_KIND: 'invalid',
  RESTART_STOPPED: 'conflict',
  ROLLOUT_STUCK: 'timeout',
  ROLLOUT_REVERTED: 'conflict',
  ROLLOUT_SUPERSEDED: 'conflict',
  REVISION_MISSING: 'notFound',
  NODE_NOT_FOUND: 'notFound',
  NODE_PHASE: 'invalid',
  NODE_BLOCKED: 'invalid',
  NODE_CLAIMED: 'conflict',
  NODE_CHANGED: 'conflict',
  NODE_FAILED: 'conflict',
  NODE_TIMEOUT: 'timeout',
  WORKER_NOT_FOUND: 'notFound',
  WORKER_NOT_STARTED: 'unavailable',
  WORKER_NOT_STOPPED: 'timeout',
  // gateway
  TOKEN_INVALID: 'denied',
  ORIGIN_REFUSED: 'denied',
  BODY_TOO_LARGE: 'invalid',
  PATH_NOT_FOUND: 'notFound',
  METHOD_NOT_ALLOWED: 'invalid',
  GRANT_UNKNOWN: 'notFound',
  GRANT_REFUSED: 'denied',
} as const satisfies Record<string, ErrorCategory>;
export type ErrorCode = keyof typeof errorCategoryOf;

/** Whether it is a code of this version: what was stored or sent may come from another one. */
export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCategoryOf, code);

/** Refusals of HTTP itself, where its clients look for a more exact status than the category's. */
const exactStatus: Partial<Record<ErrorCode, number>> = {
  TOKEN_INVALID: 401,
  METHOD_NOT_ALLOWED: 405,
  BODY_TOO_LARGE: 413,
};

export const httpStatusOf = (code: ErrorCode): number =>
  exactStatus[code] ?? httpStatusOfCategory[errorCategoryOf[code]];

/** A field that was planned one way and is there in another; also a name in words that people read. */
type ComparedField = Readonly<Record<'field' | 'planned' | 'actual', Text>>;

/** Facts of one error for programs and for the evidence: names, addresses, statuses. Never a secret. */
export type ErrorFacts = Readonly<
  Record<string, string | number | boolean | null | readonly string[] | readonly ComparedField[] | undefined>
>;

/** What crosses a boundary: an error as data. */
export interface ErrorRecord {
  readonly code: ErrorCode;
  readonly category: ErrorCategory;
  readonly message: Text;
  readonly data: ErrorFacts;
}

const brand = Symbol.for('sitewright.AppError');

interface ErrorDetails {
  readonly data?: ErrorFacts;
  readonly cause?: unknown;
}

/**
 * Thrown inside a process; crosses every boundary as an {@link ErrorRecord}. `text` says what happened, to which object,
 * and what to do next; `message`, as errors have one, is its English. Only our own bugs may do without Chinese.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly category: ErrorCategory;
  readonly text: Text;
  readonly data: ErrorFacts;
  readonly [brand] = true;

  constructor(code: 'INTERNAL', text: Text | string, details?: ErrorDetails);
  constructor(code: ErrorCode, text: Text, details?: ErrorDetails);
  constructor(code: ErrorCode, words: Text | string, details: ErrorDetails = {}) {
    const text = typeof words === 'string' ? verbatim(words) : words;
    super(text.en, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.category = errorCategoryOf[code];
    this.text = text;
    this.data = details.data ?? {};
  }
}

/** Works across copies of this module, where `instanceof` does not. */
export function isAppError(value: unknown): value is AppError {
  return typeof value === 'object' && value !== null && brand in value;
}

/** What this computer lacks for any file or connection at all, by the system's code for it; null for any other code. */
export function shortageOf(code: string | null, cause: unknown): AppError | null {
  const details = { data: { reason: code }, cause };
  if (code === 'EMFILE' || code === 'ENFILE') {
    const text = {
      zh: `系统允许的打开文件数已用完（${code}）；请关闭其他程序，或提高上限（ulimit -n）后重试。`,
      en: `The system limit for open files is reached (${code}). Close other programs or raise the limit (ulimit -n), then retry.`,
    };
    return new AppError('OPEN_FILES_EXHAUSTED', text, details);
  }
  if (code !== 'ENOMEM' && code !== 'ENOBUFS') {
    return null;
  }
  const text = {
    zh: `本机内存或网络缓冲区不足（${code}）；请关闭其他程序后重试。`,
    en: `This computer is out of memory or network buffers (${code}). Close other programs, then retry.`,
  };
  return new AppError('MEMORY_EXHAUSTED', text, details);
}

/** As {@link shortageOf}, for whatever was thrown: it can come up anywhere. */
export function shortageIn(thrown: unknown): AppError | null {
  if (!(thrown instanceof Error)) {
    return null;
  }
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
  const known = shortageOf(code, thrown);
  if (known !== null) {
    return known;
  }
  // A thread or a module that cannot be loaded has its reason in words only.
  const found = /\bE[MN]FILE\b|too many open files/i.exec(thrown.message)?.[0];
  if (found === undefined) {
    return null;
  }
  return shortageOf(found.startsWith('E') ? found : 'EMFILE', thrown);
}

/** Turns whatever was thrown into data. Anything that is neither an AppError nor a shortage is our bug and becomes INTERNAL. */
export function toErrorRecord(thrown: unknown): ErrorRecord {
  const known = isAppError(thrown) ? thrown : shortageIn(thrown);
  if (known !== null) {
    return { code: known.code, category: known.category, message: known.text, data: known.data };
  }
  const message = verbatim(thrown instanceof Error ? thrown.message : String(thrown));
  return { code: 'INTERNAL', category: 'internal', message, data: {} };
}

/** The way back, on the far side of a boundary. */
export function fromErrorRecord(record: ErrorRecord): AppError {
  return new AppError(record.code, record.message, { data: record.data });
}

/** Closes a switch over a union: a new member fails to compile, a value from the future fails loudly. */
export function assertNever(value: never): never {
  throw new AppError('INTERNAL', `unexpected value ${JSON.stringify(value)}`);
}
