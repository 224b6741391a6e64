import { createHash } from 'node:crypto';
import ssh2 from 'ssh2';

/**
 * A new Ed25519 host key, private, OpenSSH format. ssh2 1.17 drops leading zero bytes of the public half, so one key in
 * 256 comes out unreadable; that one is thrown away.
 */
export function createHostKey(): string {
  for (;;) {
    const made = ssh2.utils.generateKeyPairSync('ed25519').private;
    if (!(ssh2.utils.parseKey(made) instanceof Error)) {
      return made;
    }
  }
}

/** `SHA256:…` as OpenSSH prints it, of an OpenSSH private key. */
export function hostKeyFingerprint(privateKey: string): string {
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) {
    throw parsed;
  }
  const digest = createHash('sha256').update(parsed.getPublicSSH()).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}
