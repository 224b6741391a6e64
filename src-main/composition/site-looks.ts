import { openConnection } from '../adapters/http/connection.ts';
import { requireTarget } from '../adapters/http/connection-rules.ts';
import type { ConnectionRules } from '../adapters/http/connection-rules.ts';
import type { HttpClient } from '../adapters/http/http-client.ts';
import { lookAtPort } from '../adapters/http/port-look.ts';
import type { PortState } from '../adapters/http/port-look.ts';
import { readSiteClock } from '../adapters/smartx/site-clock.ts';
import type { SiteClock } from '../adapters/smartx/site-clock.ts';
import { hostKeyObjection } from '../adapters/ssh/host-key.ts';
import type { AppError } from '../contract/errors.ts';

export type { PortState, SiteClock };

/** How long an address that nobody has may keep a person waiting. */
const lookTimeoutMs = 4_000;

/** What the preflight asks beyond the calls of a run. Nothing is written to what is only looked at. */
export interface SiteLooks {
  /** The port that the base URL names, by itself or by its scheme. */
  readonly port: number;
  readonly isSecure: boolean;
  /** Throws ADDRESS_NOT_ALLOWED where nothing may be sent to the address; in practice that is every address of the sheet. */
  portState(address: string, port: number, signal: AbortSignal): Promise<PortState>;
  /** The certificate shown at the address on the base URL's port. Throws TLS_UNKNOWN, TLS_CHANGED and what a connection throws. */
  certificate(address: string, signal: AbortSignal): Promise<string | null>;
  /** Null when the site does not say what time it is. */
  clock(signal: AbortSignal): Promise<SiteClock | null>;
  /** Why this SSH key is not the host's, null when it was accepted for it. */
  hostKeyObjection(address: string, fingerprint: string): AppError | null;
}

interface LookPorts {
  readonly http: HttpClient;
  readonly rules: ConnectionRules;
  /** Which addresses may be looked at; asked before every connection. */
  readonly mayLookAt: (host: string) => void;
  readonly acceptedHostKeys: (address: string) => readonly string[];
  readonly acceptedAhead: readonly string[];
  readonly now: () => number;
}

export function createSiteLooks(ports: LookPorts): SiteLooks {
  const { http, now } = ports;
  const rules = { ...ports.rules, allowedHosts: ports.mayLookAt, connectTimeoutMs: lookTimeoutMs };
  const { secure, port } = requireTarget(http.baseUrl, rules);
  return {
    ...{ port, isSecure: secure },
    portState: (host, at, signal) => lookAtPort({ host, port: at }, rules, signal),
    async certificate(host, signal) {
      const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
      const origin = `${secure ? 'https' : 'http'}://${authority}`;
      const { socket, fingerprint } = await openConnection(
        { secure, host, port, origin, authority },
        rules,
        signal,
      );
      socket.on('error', () => undefined).destroy();
      return fingerprint;
    },
    clock: (signal) => readSiteClock(http, now, { signal }),
    hostKeyObjection: (address, fingerprint) =>
      hostKeyObjection({ address, fingerprint }, ports.acceptedHostKeys(address), ports.acceptedAhead),
  };
}
