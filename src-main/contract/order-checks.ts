/** What of an order can be refused before anything is opened or stored, in the words of whoever took it. */
import { readBaseUrl } from './base-url.ts';
import type { ConfigureRequest } from './configure.ts';
import { AppError } from './errors.ts';
import { requireScope } from './step-pattern.ts';

/**
 * Throws INPUT_INVALID for what is no address of a site. What was given is not repeated: a password may stand in it.
 * @param name the option or field it was given with
 */
export function requireSiteAddress(name: string, given: string): void {
  if (readBaseUrl(given) !== null) {
    return;
  }
  const text = {
    zh: `${name} 要写成 https://地址 或 https://地址:端口，不能带用户名、密码、路径或查询参数。`,
    en: `${name} must be https://ADDRESS or https://ADDRESS:PORT, without a user name, password, path or query.`,
  };
  throw new AppError('INPUT_INVALID', text, { data: { name } });
}

/** SHA-256 of a certificate in hex, or of an SSH key in base64, as people paste them: with or without prefix and colons. */
const fingerprint =
  /^\s*(?:sha-?256[:=]?\s*)?(?:(?:[0-9a-f]{2}[:\s-]?){31}[0-9a-f]{2}|[a-z0-9+/]{43}=?)\s*$/i;

/** Throws INPUT_INVALID for a fingerprint that no certificate and no SSH key can have. */
export function requireFingerprints(name: string, given: readonly string[]): void {
  const wrong = given.find((one) => !fingerprint.test(one));
  if (wrong === undefined) {
    return;
  }
  const text = {
    zh: `${name} 要写成 SHA-256 指纹（证书为 64 位十六进制，SSH 密钥为 SHA256: 开头），不能是 ${wrong}。`,
    en: `${name} must be a SHA-256 fingerprint (64 hex digits of a certificate, or SHA256:… of an SSH key), not ${wrong}.`,
  };
  throw new AppError('INPUT_INVALID', text, { data: { name } });
}

/** The same of an order that came as a request, by the names of its fields. */
export function requireUsableOrder({
  site,
  acceptFingerprints,
  only,
  skip,
}: Pick<ConfigureRequest, 'site' | 'acceptFingerprints' | 'only' | 'skip'>): void {
  if (site.kind === 'real') {
    requireSiteAddress('site.baseUrl', site.baseUrl);
  } else if (site.url !== null) {
    requireSiteAddress('site.url', site.url);
  }
  requireFingerprints('acceptFingerprints', acceptFingerprints);
  requireScope(only, skip);
}
