/** Of every account for which no password of its own was given. */
const forAll = 'current-password';

/** `current-password:root` is today's password of that account on every host. */
export const currentPasswordKey = new RegExp(`^${forAll}(?::[^\\s:]+)?$`);

/** Answers today's password of an account: the one given for it, else the one given for all; null where none was. */
export function currentPasswords(given: (key: string) => string | null): (account: string) => string | null {
  return (account) => given(`${forAll}:${account}`) ?? given(forAll);
}
