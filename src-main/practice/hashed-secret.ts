import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/** Cheap on purpose: about three milliseconds. It keeps plain text off the disk of a practice site; nothing real is guarded by it. */
const cost = { N: 1024, r: 8, p: 1 };

/** What is kept of a secret somebody gave the site: `salt:hash`, both hex. */
export function hashSecret(secret: string, salt = randomBytes(16)): string {
  return `${salt.toString('hex')}:${scryptSync(secret, salt, 32, cost).toString('hex')}`;
}

export function isSecret(secret: string, kept: string): boolean {
  const [salt = ''] = kept.split(':');
  return timingSafeEqual(Buffer.from(hashSecret(secret, Buffer.from(salt, 'hex'))), Buffer.from(kept));
}

/** A session token is 256 random bits, so a plain digest does not give it away. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A password the site makes up itself: satisfies common rules (length, letters, digits) and survives a shell or a CSV. */
export function makeUpPassword(): string {
  return `Practice-${randomBytes(9).toString('hex')}`;
}
