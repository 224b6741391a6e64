import { openConnection } from '../../adapters/http/connection.ts';
import { requireTarget, type ConnectionRules } from '../../adapters/http/connection-rules.ts';
import type { HttpClient } from '../../adapters/http/http-client.ts';
import { lookAtPort, type PortState } from '../../adapters/http/port-look.ts';
import { askDns, type DnsSight } from '../../adapters/net/dns-look.ts';
import { askNtp, type NtpSight } from '../../adapters/net/ntp-look.ts';
import { readSiteClock, type SiteClock } from '../../adapters/smartx/site-clock.ts';
import { hostKeyObjection } from '../../adapters/ssh/host-key.ts';
import type { AppError } from '../../contract/errors.ts';

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
  /** What the DNS server at this address says of the name. Throws ADDRESS_NOT_ALLOWED and CANCELED, as `ntp` does. */
  dns(server: string, name: string, signal: AbortSignal): Promise<DnsSight>;
  /** `server` is the one of the sheet; `address` where it is, the same unless the sheet names it. */
  ntp(at: { readonly server: string; readonly address: string }, signal: AbortSignal): Promise<NtpSight>;
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
  /** Of the DNS and NTP servers; 53 and 123 unless given. */
  readonly serverPorts?: { readonly dns: number; readonly ntp: number };
}

/** These answer at once, or on a network like this never. */
const serverTimeoutMs = 2_000;
const usualServerPorts = { dns: 53, ntp: 123 };

export function createSiteLooks(ports: LookPorts): SiteLooks {
  const { http, now, mayLookAt, serverPorts = usualServerPorts } = ports;
  const rules = { ...ports.rules, allowedHosts: mayLookAt, connectTimeoutMs: lookTimeoutMs };
  const { secure, port } = requireTarget(http.baseUrl, rules);
  return {
    port,
    isSecure: secure,
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
    async dns(server, name, signal) {
      mayLookAt(server);
      return askDns({ server, port: serverPorts.dns, name, timeoutMs: serverTimeoutMs }, signal);
    },
    async ntp({ server, address }, signal) {
      mayLookAt(server);
      return askNtp({ server: address, port: serverPorts.ntp, timeoutMs: serverTimeoutMs, now }, signal);
    },
    hostKeyObjection: (address, fingerprint) =>
      hostKeyObjection({ address, fingerprint }, ports.acceptedHostKeys(address), ports.acceptedAhead),
  };
}
