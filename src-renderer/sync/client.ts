/** Calls to the owner, typed, over whichever host shows this page. */
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import type { Text } from '../../src-main/contract/text.ts';

/** A call that was refused, or that nobody answered: `code` is `OWNER_UNREACHABLE` then. */
export class CallError extends Error {
  readonly code: string;
  readonly text: Text;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: string, text: Text, data: Readonly<Record<string, unknown>> = {}) {
    super(text.en);
    this.code = code;
    this.text = text;
    this.data = data;
  }
}

/** A person gave the reading up. */
export const readingStopped = new CallError('CANCELED', {
  zh: '已停止读取，未发送任何变更。',
  en: 'Reading was stopped; nothing was changed.',
});

interface WireRecord {
  readonly code: string;
  readonly message: Text;
  readonly data: Readonly<Record<string, unknown>>;
}

function isRecord(value: unknown): value is WireRecord {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { code, message } = value as Partial<WireRecord>;
  return typeof code === 'string' && typeof message === 'object';
}

/** Whatever a call threw, as the one thing pages show. */
export function toCallError(thrown: unknown): CallError {
  if (thrown instanceof CallError) {
    return thrown;
  }
  if (thrown instanceof ORPCError && isRecord(thrown.data)) {
    const { code, message, data } = thrown.data;
    return new CallError(code, message, data);
  }
  return new CallError('OWNER_UNREACHABLE', {
    zh: '与 Sitewright 进程的连接已断开；连接恢复后会显示任务的当前状态，届时请重试。',
    en: 'The connection to Sitewright was lost. Retry once it is restored; the page then shows the current state of each run.',
  });
}

export function createClient(socket: WebSocket): AppClient {
  return createORPCClient<AppClient>(new WebSocketLink({ websocket: socket }));
}
