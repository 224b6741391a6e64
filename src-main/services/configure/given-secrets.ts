import { AppError } from '../../contract/errors.ts';
import { currentPasswordKey } from './current-passwords.ts';

interface GivenSecret {
  readonly key: string;
  readonly value: string;
}

/** What stands in no sheet, and the passwords of the plan. */
const secretKey = /^(?:token|(?:cluster\.administrator|hosts\[\d+\]\.(?:bmc|accounts\[\d+\]))\.password)$/;

/** Throws USAGE for a secret that nothing asks for, INPUT_INVALID for a token that no request can carry. */
export function requireGivenSecrets(secrets: readonly GivenSecret[]): void {
  for (const { key, value } of secrets) {
    if (!secretKey.test(key) && !currentPasswordKey.test(key)) {
      throw unknownSecret(key);
    }
    // It travels in a header, which takes no line break, no space and no Chinese.
    if (key === 'token' && !/^[\x21-\x7e]+$/.test(value)) {
      throw unusableToken();
    }
  }
}

const unknownSecret = (key: string): AppError =>
  new AppError('USAGE', {
    zh: `${key} 不是规划中的密码；请按「plan show」中的路径填写，例如 hosts[0].bmc.password。`,
    en: `${key} is not a password in the plan. Use its path from "plan show", for example hosts[0].bmc.password.`,
  });

const unusableToken = (): AppError =>
  new AppError('INPUT_INVALID', {
    zh: 'token 含有令牌中不会有的字符（如空格、换行或中文）；请重新复制令牌。',
    en: 'token has characters that no token has, such as a space, a line break or Chinese. Copy the token again.',
  });
