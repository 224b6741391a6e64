import type { ConnectionRules } from '../../adapters/http/connection-rules.ts';
import { createHttpClient } from '../../adapters/http/http-client.ts';
import type { SiteKeys } from '../../adapters/sqlite/site-keys.ts';
import { AppError, isAppError } from '../../contract/errors.ts';

/** What its certificates are accepted for, among those of the sites. */
export const trustOf = (name: string): string => `connection/${name}`;

export function forgetTrust(name: string, siteKeys: Pick<SiteKeys, 'list' | 'forget'>): void {
  for (const key of siteKeys.list().filter(({ site }) => site === trustOf(name))) {
    siteKeys.forget(key);
  }
}

const lookOnly = 'connection';

/** Nothing is trusted but the certificate that a person accepted for this connection. */
export function primusRules(
  { name, server }: { readonly name: string; readonly server: string },
  siteKeys: Pick<SiteKeys, 'accepted'>,
): ConnectionRules {
  return {
    site: trustOf(name),
    pins: { accepted: (site) => siteKeys.accepted(site, 'tls') },
    // Agreed to when it was added.
    allowHttp: server.startsWith('http:'),
    allowedHosts: () => undefined,
  };
}

/** The SHA-256 of the certificate that a server shows; the connection is closed before anything is sent. */
export async function readCertificate(server: string, signal: AbortSignal): Promise<string> {
  const client = createHttpClient({
    baseUrl: server,
    rules: { site: lookOnly, pins: { accepted: () => [] }, allowHttp: false, allowedHosts: () => undefined },
  });
  try {
    await client.fingerprint(signal);
  } catch (thrown) {
    const fingerprint =
      isAppError(thrown) && thrown.code === 'TLS_UNKNOWN' ? thrown.data['fingerprint'] : null;
    if (typeof fingerprint === 'string') {
      return fingerprint;
    }
    throw thrown;
  } finally {
    await client.close();
  }
  throw new AppError('INTERNAL', 'a certificate that nobody has accepted was taken');
}

const bare = (fingerprint: string): string =>
  fingerprint
    .replace(/^sha-?256[:=]?/i, '')
    .replaceAll(/[^0-9a-f]/gi, '')
    .toUpperCase();

/** Throws TLS_UNKNOWN where nothing was compared yet, TLS_CHANGED where something else was; nothing is sent. */
export function requireAccepted(server: string, shown: string, accepted: string | null): void {
  if (accepted !== null && bare(accepted) === bare(shown)) {
    return;
  }
  const data = { fingerprint: shown };
  if (accepted === null) {
    const text = {
      zh: `${server} 的证书尚未接受（SHA-256 指纹 ${shown}）。未发送任何内容。请与服务器管理员提供的指纹比对，一致后加 --accept-fingerprint ${shown}。`,
      en: `The certificate of ${server} is not accepted yet (SHA-256 fingerprint ${shown}). Nothing was sent. Compare it with the fingerprint from the administrator of the server; if they match, add --accept-fingerprint ${shown}.`,
    };
    throw new AppError('TLS_UNKNOWN', text, { data });
  }
  const text = {
    zh: `${server} 的证书（SHA-256 指纹 ${shown}）与已核对的不同。未发送任何内容。请先确认这就是目标服务器。`,
    en: `The certificate of ${server} (SHA-256 fingerprint ${shown}) differs from the one that was compared. Nothing was sent. Make sure that this is the right server.`,
  };
  throw new AppError('TLS_CHANGED', text, { data });
}
