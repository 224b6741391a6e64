/** A host is who it was: its key is compared before anything that names an account is sent. */
import { createHash } from 'node:crypto';
import { AppError } from '../../contract/errors.ts';

/** As OpenSSH prints it. */
export function fingerprintOf(publicKey: Buffer): string {
  return `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`;
}

/** Null when the key is one of the accepted; else why nothing may be sent. */
export function hostKeyObjection(
  { address, fingerprint }: { readonly address: string; readonly fingerprint: string },
  accepted: readonly string[],
  acceptedAhead: readonly string[] = [],
): AppError | null {
  // People paste fingerprints with the padding or without the prefix.
  const bare = (text: string): string =>
    text
      .trim()
      .replace(/^SHA256:/i, '')
      .replace(/=+$/, '');
  if ([...accepted, ...acceptedAhead].some((one) => bare(one) === bare(fingerprint))) {
    return null;
  }
  const data = { address, fingerprint };
  if (accepted.length === 0) {
    return new AppError(
      'SSH_KEY_UNKNOWN',
      {
        zh: `主机 ${address} 的 SSH 主机密钥尚未接受（指纹 ${fingerprint}）。未发送密码。请与主机控制台上的指纹比对，一致再接受。`,
        en: `The SSH host key of ${address} is not accepted yet (fingerprint ${fingerprint}). No password was sent. Compare it with the fingerprint on the host console, and accept it if they match.`,
      },
      { data },
    );
  }
  return new AppError(
    'SSH_KEY_CHANGED',
    {
      zh: `主机 ${address} 的 SSH 主机密钥与已接受的不同（指纹 ${fingerprint}）。未发送密码。请先确认这就是目标主机，再接受。`,
      en: `The SSH host key of ${address} differs from the one accepted for it (fingerprint ${fingerprint}). No password was sent. Make sure that this is the right host before you accept it.`,
    },
    { data: { ...data, accepted } },
  );
}
