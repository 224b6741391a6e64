/** What the values of options mean. */
import { AppError } from '../../contract/errors.ts';

/** The value behind `env:NAME`: secrets are never words of a command line. */
export function secretFromEnvironment(option: string, given: string, environment: NodeJS.ProcessEnv): string {
  const name = given.startsWith('env:') ? given.slice('env:'.length) : '';
  if (name === '') {
    throw new AppError('USAGE', {
      zh: `${option} 要写成 env:NAME，NAME 是存放该密码或令牌的环境变量名。`,
      en: `${option} must be env:NAME, where NAME is the environment variable that holds the password or token.`,
    });
  }
  const value = environment[name];
  if (value === undefined || value === '') {
    throw new AppError(
      'SECRET_UNRESOLVED',
      {
        zh: `${option} 指定的环境变量 ${name} 没有设置；请设置后重试。`,
        en: `Environment variable ${name} for ${option} is not set. Set it, then retry.`,
      },
      { data: { name } },
    );
  }
  return value;
}

/** `KEY=VALUE`, the value may hold further equals signs. */
export function keyAndValue(option: string, given: string): { readonly key: string; readonly value: string } {
  const at = given.indexOf('=');
  const [before = ''] = given.split('=');
  if (at <= 0) {
    throw new AppError('USAGE', {
      zh: `${option} 要写成 KEY=VALUE，不能是 ${before}。`,
      en: `${option} must be KEY=VALUE, not ${before}.`,
    });
  }
  return { key: given.slice(0, at), value: given.slice(at + 1) };
}

interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** 0: any that is free. */
export const ports: NumberRange = { from: 0, to: 65_535 };

/** For `argParser`: throws USAGE for what is no whole number in the range. */
export function wholeNumber(option: string, { from, to }: NumberRange): (given: string) => number {
  return (given) => {
    const number = /^\d{1,12}$/.test(given) ? Number(given) : NaN;
    if (number >= from && number <= to) {
      return number;
    }
    throw new AppError('USAGE', {
      zh: `${option} 只能是 ${from} 到 ${to} 的整数，不能是 ${given}。`,
      en: `${option} must be a whole number from ${from} to ${to}, not ${given}.`,
    });
  };
}
