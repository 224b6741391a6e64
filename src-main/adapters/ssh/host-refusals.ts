/** What a host means when a command about a password ends otherwise than with success. */
import { AppError } from '../../contract/errors.ts';
import { asPhrase, asSentence } from '../../contract/quoted.ts';
import type { Text } from '../../contract/text.ts';
import type { HostLogin, PasswordCheck } from '../../engines/configure/ports.ts';
import type { CommandEnd } from './host-command.ts';

/** Words of PAM, shadow and util-linux in the C locale; the first that fits counts. */
const causes: readonly { readonly words: RegExp; readonly why: Text }[] = [
  {
    words: /account (has )?expired|your account has expired|pam_acct_mgmt|user account has expired/i,
    why: { zh: '账号已过期', en: 'the account has expired' },
  },
  {
    words:
      /password (has )?expired|must change your password|change your password immediately|required to change|new password:|current password:|authentication token is no longer valid/i,
    why: { zh: '该账号须先修改密码', en: 'the account must change its password first' },
  },
  {
    words: /verification code|one-time|otp|second factor|passcode|token code/i,
    why: { zh: '主机要求第二因素验证', en: 'the host requires a second factor' },
  },
  {
    words: /must be run from a terminal|no tty|not a tty|a terminal is required|standard in must be a tty/i,
    why: { zh: '主机要求在终端上执行', en: 'the host requires a terminal' },
  },
  {
    words:
      /account (is )?(temporarily )?locked|locked due to|too many (failed|authentication)|maximum number of tries/i,
    why: { zh: '账号已被锁定', en: 'the account is locked' },
  },
  {
    words:
      /permission denied|not (allowed|permitted)|access denied|not in (the )?(sudoers|wheel)|cannot execute/i,
    why: { zh: '主机不允许该账号执行 su', en: 'the host does not allow this account to use su' },
  },
];
const wrongPassword = /authentication failure|incorrect password|authentication failed|password incorrect/i;
const cannotExecute = 126;

/** `wrong` only where the host has said so: what it did not say is unknown. */
export function checkedBy(end: CommandEnd, words: Text): PasswordCheck {
  if (end.exitCode === 0) {
    // Where nothing was asked, being let in says nothing about the password.
    if (/password/i.test(end.stderr)) {
      return { kind: 'right' };
    }
    return {
      kind: 'unknown',
      why: { zh: '主机没有要求输入密码', en: 'the host did not ask for a password' },
    };
  }
  const cause = causes.find((one) => one.words.test(end.stderr));
  if (cause !== undefined) {
    return { kind: 'unknown', why: withWords(cause.why, words) };
  }
  if (end.exitCode < cannotExecute && end.signalName === null && wrongPassword.test(end.stderr)) {
    return { kind: 'wrong' };
  }
  const why = {
    zh: `校验命令以退出码 ${end.exitCode} 结束`,
    en: `the check command ended with exit code ${end.exitCode}`,
  };
  return { kind: 'unknown', why: withWords(why, words) };
}

const withWords = (why: Text, words: Text): Text =>
  words.en === ''
    ? why
    : { zh: `${why.zh}（${asPhrase(words.zh)}）`, en: `${why.en} (${asPhrase(words.en)})` };

const policy =
  /bad password|password (is )?too|dictionary|palindrome|already used|unchanged|not contain enough|too (short|simple|similar)|it is based on|pam_(pwquality|pwhistory|cracklib)|password fail/i;
const noRight =
  /not in the sudoers|may not run sudo|not allowed to execute|permission denied|sudo: command not found/i;
const refusedPassword = /sorry, try again|incorrect password attempt|no password was provided/i;

interface Refused {
  readonly login: HostLogin;
  readonly names: readonly string[];
  readonly words: Text;
}

function hintOf(end: CommandEnd, login: HostLogin): Text {
  if (policy.test(end.stderr)) {
    return {
      zh: '密码不符合主机的密码策略，请在规划表中更换密码。',
      en: "The password does not meet the host's password policy. Choose another password in the workbook.",
    };
  }
  if (noRight.test(end.stderr)) {
    return {
      zh: `${login.user} 没有执行此操作的权限，请授予 sudo 权限或换用其他账号。`,
      en: `${login.user} has no permission to do this. Grant it sudo, or use another account.`,
    };
  }
  if (refusedPassword.test(end.stderr)) {
    return {
      zh: `sudo 拒绝了 ${login.user} 的密码；为避免账号被锁定，不再重试。`,
      en: `sudo refused the password of ${login.user}. It is not retried, so that the account does not get locked.`,
    };
  }
  return { zh: '请到主机上查看原因。', en: 'Check the host for the cause.' };
}

/** The host ran the command and said no: trying again would say the same, with one more login. */
export function notSet(end: CommandEnd, { login, names, words }: Refused): AppError {
  const hint = hintOf(end, login);
  const quoted =
    words.en === ''
      ? { zh: '。', en: '.' }
      : { zh: `：${asSentence(words.zh, '。')}`, en: `: ${asSentence(words.en, '.')}` };
  return new AppError(
    'HOST_REFUSED',
    {
      zh: `主机 ${login.address} 没有设置 ${names.join('、')} 的密码（退出码 ${end.exitCode}）${quoted.zh}${hint.zh}`,
      en: `Host ${login.address} did not set the passwords of ${names.join(', ')} (exit code ${end.exitCode})${quoted.en} ${hint.en}`,
    },
    { data: { address: login.address, user: login.user, exitCode: end.exitCode, systemMessage: words.en } },
  );
}
