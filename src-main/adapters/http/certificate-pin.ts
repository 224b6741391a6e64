/**
 * A cluster in a machine room shows a certificate nobody signed. What counts is that a person has looked at its
 * fingerprint, and that it is still the same one.
 */
import type { TLSSocket } from 'node:tls';
import { AppError } from '../../contract/errors.ts';
import type { ConnectionRules, Target } from './connection-rules.ts';

/** Bare upper-case hex: people paste fingerprints with and without colons and prefixes. */
function normalized(fingerprint: string): string {
  return fingerprint
    .replace(/^sha-?256[:=]?/i, '')
    .replaceAll(/[^0-9a-f]/gi, '')
    .toUpperCase();
}

/**
 * The fingerprint of the certificate on a socket whose handshake has just ended (upper-case hex with colons).
 * Throws TLS_UNKNOWN where nothing was accepted for the site yet, TLS_CHANGED where something else was.
 */
export function requirePinnedCertificate(socket: TLSSocket, target: Target, rules: ConnectionRules): string {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) {
    throw new AppError('CONNECT_FAILED', {
      zh: `${target.origin} 没有出示证书。请核对这是不是集群的地址。`,
      en: `${target.origin} did not present a certificate. Check that this is the cluster's address.`,
    });
  }
  const fingerprint = certificate.fingerprint256;
  const accepted = rules.pins.accepted(rules.site);
  const known = [...accepted, ...(rules.acceptedAhead ?? [])];
  if (known.some((pin) => normalized(pin) === normalized(fingerprint))) {
    return fingerprint;
  }
  const data = { host: target.host, port: target.port, fingerprint };
  if (accepted.length === 0) {
    throw new AppError(
      'TLS_UNKNOWN',
      {
        zh: `${target.origin} 的证书尚未接受（SHA-256 指纹 ${fingerprint}）。未发送任何内容。请与节点控制台上的指纹比对，一致再接受。`,
        en: `The certificate of ${target.origin} is not accepted yet (SHA-256 fingerprint ${fingerprint}). Nothing was sent. Compare it with the fingerprint on the node console, and accept it if they match.`,
      },
      { data },
    );
  }
  throw new AppError(
    'TLS_CHANGED',
    {
      zh: `${target.origin} 的证书与本站点已接受的证书不同（SHA-256 指纹 ${fingerprint}）。未发送任何内容。请先确认这就是目标集群，再接受。`,
      en: `The certificate of ${target.origin} differs from the one accepted for this site (SHA-256 fingerprint ${fingerprint}). Nothing was sent. Make sure that this is the right cluster before you accept it.`,
    },
    { data: { ...data, accepted } },
  );
}
