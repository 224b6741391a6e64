import { expect, it } from 'vitest';
import {
  currentPasswordKey,
  currentPasswords,
} from '../../../src-main/services/configure/current-passwords.ts';

it('an account has the password that was given for it, and else the one given for all', () => {
  const given: Readonly<Record<string, string>> = {
    'current-password': 'all',
    'current-password:root': 'own',
  };
  const passwordOf = currentPasswords((key) => given[key] ?? null);
  expect([passwordOf('root'), passwordOf('smartx')]).toEqual(['own', 'all']);
  expect(currentPasswords(() => null)('root')).toBeNull();
});

it.each([
  ['current-password', true],
  ['current-password:root', true],
  ['current-password:', false],
  ['current-password:root:x', false],
  ['current-passwords', false],
])('%s names a current password: %s', (key, isOne) => {
  expect(currentPasswordKey.test(key)).toBe(isOne);
});
