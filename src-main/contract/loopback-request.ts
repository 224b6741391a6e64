/** Who may ask a server of ours that listens on this machine only, as far as a request's headers say. */

export interface LoopbackServer {
  readonly scheme: 'http' | 'https';
  /** The port that a request has to name; null where one may come through a forwarded port. */
  readonly port: number | null;
}

/** `repeated`: a header that decides stands twice. `host`: another site's name points here. `origin`: another site's page asks. */
export type LoopbackRefusal = 'repeated' | 'host' | 'origin';

/** Two of these could be read one way here and another way by whoever stands between. */
const single = new Set(
  ['host', 'origin', 'authorization', 'cookie', 'content-length', 'content-type'].concat([
    'transfer-encoding',
    'sec-fetch-site',
  ]),
);

/** Names and values in turn, as they were sent. */
export function loopbackRefusal(
  rawHeaders: readonly string[],
  { scheme, port }: LoopbackServer,
): LoopbackRefusal | null {
  const seen = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    if (seen.has(name) && single.has(name)) {
      return 'repeated';
    }
    seen.set(name, rawHeaders[index + 1] ?? '');
  }
  const host = seen.get('host') ?? '';
  if (!isLoopback(host, port)) {
    return 'host';
  }
  const origin = seen.get('origin');
  const isOurs = origin === undefined || origin === `${scheme}://${host}` || isOwnPage(origin, scheme, port);
  return isOurs ? null : 'origin';
}

function isLoopback(host: string, port: number | null): boolean {
  const found = /^(127\.0\.0\.1|localhost)(?::(\d{1,5}))?$/.exec(host);
  return found !== null && (port === null || found[2] === String(port));
}

/** Both names of the server are its own. */
function isOwnPage(origin: string, scheme: string, port: number | null): boolean {
  const prefix = `${scheme}://`;
  return port !== null && origin.startsWith(prefix) && isLoopback(origin.slice(prefix.length), port);
}
