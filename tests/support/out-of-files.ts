/** Uses up every file this process may open, then has each connector look at an address, and prints what they throw. */
import { openSync } from 'node:fs';
import { createHttpClient } from '../../src-main/adapters/http/http-client.ts';
import { lookAtPort } from '../../src-main/adapters/http/port-look.ts';
import { askDns } from '../../src-main/adapters/net/dns-look.ts';
import { askNtp } from '../../src-main/adapters/net/ntp-look.ts';
import { createHostAccess } from '../../src-main/adapters/ssh/host-access.ts';
import { isAppError } from '../../src-main/contract/errors.ts';

const { signal } = new AbortController();
const host = '127.0.0.1';
/** Nothing listens here; with no file left nobody gets as far as finding out. */
const port = 1;
const rules = {
  site: 'site',
  pins: { accepted: () => [] },
  allowHttp: true,
  allowedHosts: () => undefined,
};
const http = createHttpClient({ baseUrl: `http://${host}:${port}`, rules });
const hosts = createHostAccess({ resolve: () => ({ host, port }), acceptedKeys: () => [] });

const looks: Readonly<Record<string, () => Promise<unknown>>> = {
  http: () => http.call({ method: 'PUT', path: '/', body: {}, signal }),
  port: () => lookAtPort({ host, port }, rules, signal),
  ssh: () => hosts.hostKey('192.0.2.11', { signal }),
  dns: () => askDns({ server: host, port, name: 'a.example', timeoutMs: 500 }, signal),
  ntp: () => askNtp({ server: host, port, timeoutMs: 500, now: () => 0 }, signal),
};

async function lookEverywhere(): Promise<Readonly<Record<string, unknown>>> {
  const seen: Record<string, unknown> = {};
  for (const [name, look] of Object.entries(looks)) {
    seen[name] = await look().catch((thrown: unknown) =>
      isAppError(thrown) ? { code: thrown.code, message: thrown.message, data: thrown.data } : String(thrown),
    );
  }
  return seen;
}

// Loads what is loaded when it is first needed.
await lookEverywhere();
try {
  for (;;) {
    openSync('/dev/null', 'r');
  }
} catch {
  process.stdout.write(JSON.stringify(await lookEverywhere()));
}
process.exit(0);
