/** Words for what the operating system and the HTTP library report, so that no message shows a bare errno. */

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the other side reset the connection',
  EHOSTUNREACH: 'there is no route to that host',
  ENETUNREACH: 'there is no route to that network',
  ENETDOWN: 'the network is down',
  ENOTFOUND: 'the name cannot be resolved',
  EAI_AGAIN: 'the name cannot be resolved at the moment',
  EADDRNOTAVAIL: 'this machine has no address to reach it from',
  EPIPE: 'the other side closed the connection',
  UND_ERR_SOCKET: 'the other side closed the connection',
};

/** The error's own code, also from inside the several errors of a host with several addresses. */
export function errnoOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return errnoOf(error.errors[0]);
  return 'cause' in error ? errnoOf(error.cause) : null;
}

export function systemReason(error: Error): string {
  const errno = errnoOf(error);
  return reasons[errno ?? ''] ?? (error.message === '' ? (errno ?? 'for no stated reason') : error.message);
}
