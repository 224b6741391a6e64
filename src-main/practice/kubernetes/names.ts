import { createHash, randomInt } from 'node:crypto';

/** Letters and digits that spell no words, as Kubernetes makes names of them. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

export function randomSuffix(length = 5): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)] ?? 'x').join('');
}

/** The same value always gives the same name. */
export function hashName(value: unknown, length = 10): string {
  const digest = createHash('sha256').update(JSON.stringify(value)).digest();
  return [...digest.subarray(0, length)].map((byte) => alphabet[byte % alphabet.length] ?? 'x').join('');
}
