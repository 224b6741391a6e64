import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/**
 * A self-signed X.509 certificate for loopback, written in DER by hand: Node can read certificates but not make them.
 * Only what a TLS server needs (RFC 5280): version 3, ECDSA P-256 with SHA-256, and the address it serves.
 */
export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}

const tags = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
};

function lengthOf(bytes: number): Buffer {
  if (bytes < 0x80) {
    return Buffer.from([bytes]);
  }
  return bytes < 0x100 ? Buffer.from([0x81, bytes]) : Buffer.from([0x82, bytes >> 8, bytes & 0xff]);
}

const der = (tag: number, ...contents: Buffer[]): Buffer => {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
};

const sequence = (...contents: Buffer[]): Buffer => der(tags.sequence, ...contents);
const oid = (hex: string): Buffer => der(tags.oid, Buffer.from(hex, 'hex'));
const context = (number: number, ...contents: Buffer[]): Buffer => der(0xa0 + number, ...contents);

/** ecdsa-with-SHA256, commonName, subjectAltName, as encoded object identifiers. */
const oids = { ecdsaSha256: '2a8648ce3d040302', commonName: '550403', subjectAltName: '551d11' };

/** YYMMDDhhmmssZ; good until 2049, which the validity below does not pass. */
function utcTime(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return der(tags.time, Buffer.from(`${digits}Z`, 'latin1'));
}

function named(name: string): Buffer {
  return sequence(der(tags.set, sequence(oid(oids.commonName), der(tags.utf8, Buffer.from(name, 'utf8')))));
}

/** subjectAltName with one IPv4 address. */
function alternativeName(ipv4: string): Buffer {
  const address = der(0x87, Buffer.from(ipv4.split('.').map(Number)));
  return sequence(oid(oids.subjectAltName), der(tags.octets, sequence(address)));
}

function pem(kind: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${kind}-----\n${lines.join('\n')}\n-----END ${kind}-----\n`;
}

/** Valid from the day before `now` (clocks differ) for ten years. */
export function createSelfSigned(name: string, ipv4: string, now: Date): Certificate {
  const pair = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const dayMs = 86_400_000;
  const algorithm = sequence(oid(oids.ecdsaSha256));
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(15)]);
  const body = sequence(
    context(0, der(tags.integer, Buffer.from([2]))),
    der(tags.integer, serial),
    algorithm,
    named(name),
    sequence(utcTime(new Date(now.getTime() - dayMs)), utcTime(new Date(now.getTime() + 3650 * dayMs))),
    named(name),
    pair.publicKey,
    context(3, sequence(alternativeName(ipv4))),
  );
  const signature = sign('sha256', body, createPrivateKey(pair.privateKey));
  const whole = sequence(body, algorithm, der(tags.bits, Buffer.from([0]), signature));
  return { key: pair.privateKey, certificate: pem('CERTIFICATE', whole) };
}

/** SHA-256 over the certificate's DER, upper-case hex with colons, as Node's `fingerprint256`. */
export function fingerprintOf(certificate: string): string {
  const bytes = Buffer.from(certificate.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const hex = createHash('sha256').update(bytes).digest('hex').toUpperCase();
  return hex.match(/../g)?.join(':') ?? '';
}
