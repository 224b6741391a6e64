import type { SecretCipher } from '../../runtime.ts';

/**
 * What is needed of Electron's `safeStorage`: its older half, which answers at once, so that a password is on the disk
 * before it is used. What it sealed the newer half can open.
 */
export interface SystemKeystore {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
  /** Linux only. */
  getSelectedStorageBackend?(): string;
}

/** Backends of Linux that keep their key where every program finds it, or nowhere yet. */
const notKeystores: readonly string[] = ['basic_text', 'unknown'];

/** Null where the system has no keystore that deserves the name: then nothing is encrypted, and nothing is kept. */
export function cipherOf(
  storage: SystemKeystore,
  platform: NodeJS.Platform = process.platform,
): SecretCipher | null {
  if (!storage.isEncryptionAvailable()) {
    return null;
  }
  if (platform === 'linux' && notKeystores.includes(storage.getSelectedStorageBackend?.() ?? 'unknown')) {
    return null;
  }
  return {
    encrypt: (text) => storage.encryptString(text),
    decrypt: (sealed) => storage.decryptString(Buffer.from(sealed)),
  };
}
