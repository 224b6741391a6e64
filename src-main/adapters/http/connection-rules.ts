/**
 * Where connections may go and whom they may trust. The composition decides this once per site; every socket this
 * application opens for HTTP passes through it.
 */
import { AppError } from '../../contract/errors.ts';

/** Certificates a person accepted, kept per site and not per address: the virtual address moves between nodes. */
export interface CertificatePins {
  /** SHA-256 fingerprints accepted for the site; empty for a site nobody has looked at yet. */
  accepted(site: string): readonly string[];
}

export interface ConnectionRules {
  /** The site's key in the pins. */
  readonly site: string;
  readonly pins: CertificatePins;
  /** Fingerprints accepted before anybody looked, for whichever peer shows them; what else is shown is unknown, not changed. */
  readonly acceptedAhead?: readonly string[];
  /** Plain http sends passwords in the clear, so a person has to have said yes to it. */
  readonly allowHttp: boolean;
  /** Throws ADDRESS_NOT_ALLOWED when nothing may be sent to this host. Asked before every connection. */
  readonly allowedHosts: (host: string) => void;
  /** From the first packet to the end of the TLS handshake; 10 s unless given. */
  readonly connectTimeoutMs?: number;
  /** Between two signs of life while an answer is awaited; 30 s unless given, 120 s for an upload. */
  readonly readTimeoutMs?: number;
  /** For a whole exchange, however many signs of life there are; 2 min unless given, 15 min for a chunk of an upload. */
  readonly exchangeTimeoutMs?: number;
}

/** A base URL taken apart and found usable. `host` is without the brackets of an IPv6 address. */
export interface Target {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** Scheme, host and port, without a slash at the end. */
  readonly origin: string;
  /** `host[:port]` as it belongs in the Host header. */
  readonly authority: string;
}

export const defaultConnectTimeoutMs = 10_000;

/** Without the brackets of an IPv6 address. */
export const hostOf = (url: string | URL): string => new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');

/** Throws INPUT_INVALID for what is no base URL, HTTP_NOT_ALLOWED for plain http nobody agreed to. */
export function requireTarget(baseUrl: string, rules: Pick<ConnectionRules, 'allowHttp'>): Target {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new AppError('INPUT_INVALID', {
      zh: '集群地址不是 http 或 https URL。请写成 https://地址。',
      en: 'The cluster address is not an http or https URL. Use https://ADDRESS.',
    });
  }
  if (url.href !== `${url.origin}/`) {
    throw new AppError('INPUT_INVALID', {
      zh: `集群地址 ${url.host} 只能写协议、主机和端口：不要带用户名、密码、路径或查询参数。`,
      en: `Cluster address ${url.host} may only have a scheme, host and port. Remove the user name, password, path or query.`,
    });
  }
  const secure = url.protocol === 'https:';
  if (!secure && !rules.allowHttp) {
    throw new AppError(
      'HTTP_NOT_ALLOWED',
      {
        zh: `${url.origin} 使用明文 HTTP：密码会在网络上明文传输。请改用 https，或为本站点允许 http。`,
        en: `${url.origin} uses plain HTTP, which sends passwords unencrypted. Use https, or allow http for this site.`,
      },
      { data: { host: url.hostname } },
    );
  }
  const host = hostOf(url);
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return { secure, host, port, origin: url.origin, authority: url.host };
}
