/** Accounts of the hosts over SSH. */
import type { Client } from 'ssh2';
import { AppError } from '../../contract/errors.ts';
import { verbatim } from '../../contract/text.ts';
import type { Text } from '../../contract/text.ts';
import type { Credentials, HostAccess, HostLogin } from '../../engines/configure/ports.ts';
import { runOnHost } from './host-command.ts';
import type { CommandEnd } from './host-command.ts';
import { openHost, readHostKey } from './host-connection.ts';
import type { HostAccessOptions } from './host-connection.ts';

const defaultCommandTimeoutMs = 30_000;
const quotedLengthMaximum = 300;

/** Also keeps the name from being anything but a name in a command line. */
const accountName = /^[a-z_][a-z0-9_.-]{0,31}$/i;

function requireAccountName(name: string): void {
  if (accountName.test(name)) return;
  throw new AppError('INPUT_INVALID', {
    zh: '账号名只能含字母、数字、点、连字符和下划线。请在规划中更正。',
    en: 'An account name may hold only letters, digits, dot, hyphen and underscore. Correct it in the plan.',
  });
}

/** One line per account is what `chpasswd`, `sudo` and `su` read; a password with a line break would become two. */
function requireOneLine(account: string, password: string): void {
  const breaks = ['\n', '\r', '\0'];
  if (password !== '' && !breaks.some((character) => password.includes(character))) return;
  throw new AppError('INPUT_INVALID', {
    zh: `账号 ${account} 的密码为空或含换行符。请在规划中更正。`,
    en: `The password of the account ${account} is empty or has a line break in it. Correct it in the plan.`,
  });
}

/** Standard error for a message: short, one line, without the passwords that went in; before it the signal, if any. */
function said({ signalName, stderr }: CommandEnd, secrets: readonly string[]): Text {
  const masked = [...secrets]
    .sort((left, right) => right.length - left.length)
    .reduce((text, secret) => text.replaceAll(secret, '***'), stderr);
  const quoted = masked.replaceAll(/\s+/g, ' ').trim().slice(0, quotedLengthMaximum);
  if (signalName === null) return verbatim(quoted);
  const rest = quoted === '' ? '' : `. ${quoted}`;
  return {
    zh: `命令被信号 ${signalName} 终止${quoted === '' ? '' : `，${quoted}`}`,
    en: `ended by signal ${signalName}${rest}`,
  };
}

async function withHost<T>(
  login: HostLogin,
  context: { readonly options: HostAccessOptions; readonly signal: AbortSignal },
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const opened = await openHost(login, context.options, context.signal);
  if (opened.kind === 'refused') {
    throw new AppError(
      'LOGIN_REFUSED',
      {
        zh: `主机 ${login.address} 拒绝 ${login.user} 登录。请核对密码；只试了一次，为避免账号被锁不再重试。`,
        en: `Host ${login.address} did not let ${login.user} log in. Check the password; it was tried once and is not tried again, because hosts lock accounts.`,
      },
      { data: { address: login.address, user: login.user } },
    );
  }
  try {
    return await use(opened.client);
  } finally {
    opened.client.destroy();
  }
}

const passwordlessSudo = /line 1: (missing new password|no password)/i;

/** Throws SSH_COMMAND_FAILED with what the host said. */
function requireSet(end: CommandEnd, login: HostLogin, passwords: readonly Credentials[]): void {
  if (end.exitCode === 0) return;
  const words = said(end, [login.password, ...passwords.map(({ password }) => password)]);
  const names = passwords.map(({ username }) => username);
  throw new AppError(
    'SSH_COMMAND_FAILED',
    {
      zh: `主机 ${login.address} 没有设置 ${names.join('、')} 的密码（退出码 ${end.exitCode}）${words.zh === '' ? '' : `：${words.zh}`}。请确认 ${login.user} 有此权限，且密码符合主机的密码规则。`,
      en: `Host ${login.address} did not set the passwords of ${names.join(', ')} (exit code ${end.exitCode})${words.en === '' ? '' : `: ${words.en}`}. Check that ${login.user} may do this and that the passwords follow the host's rules.`,
    },
    { data: { address: login.address, user: login.user, exitCode: end.exitCode } },
  );
}

const cannotExecute = 126;

/** A host that could not even run the check has said nothing about the password. */
function requireRun(
  end: CommandEnd,
  asked: { readonly login: HostLogin; readonly doing: Text; readonly secrets: readonly string[] },
): void {
  if (end.exitCode < cannotExecute) return;
  const words = said(end, asked.secrets);
  throw new AppError(
    'SSH_COMMAND_FAILED',
    {
      zh: `主机 ${asked.login.address} 无法${asked.doing.zh}（退出码 ${end.exitCode}）：${words.zh}。请人工核对该账号。`,
      en: `Host ${asked.login.address} cannot do ${asked.doing.en} (exit code ${end.exitCode}): ${words.en}. Check the account by hand.`,
    },
    { data: { address: asked.login.address, exitCode: end.exitCode } },
  );
}

interface PasswordChange {
  readonly login: HostLogin;
  readonly passwords: readonly Credentials[];
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

async function setPasswords(
  { login, passwords, signal, timeoutMs }: PasswordChange,
  options: HostAccessOptions,
): Promise<void> {
  for (const { username, password } of passwords) {
    requireAccountName(username);
    requireOneLine(username, password);
  }
  requireOneLine(login.user, login.password);
  const lines = passwords.map(({ username, password }) => `${username}:${password}\n`).join('');
  const doing = { zh: '设置密码', en: 'setting passwords' };
  const frame = { address: login.address, doing, timeoutMs, signal };
  await withHost(login, { options, signal }, async (client) => {
    if (login.user === 'root') {
      requireSet(await runOnHost(client, { ...frame, command: 'chpasswd', input: lines }), login, passwords);
      return;
    }
    const command = "sudo -S -p '' chpasswd";
    const end = await runOnHost(client, { ...frame, command, input: `${login.password}\n${lines}` });
    // Where sudo asks for nothing, its line reaches chpasswd, which then changes nothing at all.
    const again = end.exitCode !== 0 && passwordlessSudo.test(end.stderr);
    requireSet(again ? await runOnHost(client, { ...frame, command, input: lines }) : end, login, passwords);
  });
}

/** One connection per call: none outlives the question it was opened for, least of all across a change of password. */
export function createHostAccess(options: HostAccessOptions): HostAccess {
  const timeoutMs = options.commandTimeoutMs ?? defaultCommandTimeoutMs;
  return {
    tryLogin: async (login, { signal }) => {
      const opened = await openHost(login, options, signal);
      if (opened.kind === 'ok') opened.client.destroy();
      return opened.kind;
    },

    setPasswords: (login, passwords, { signal }) =>
      setPasswords({ login, passwords, signal, timeoutMs }, options),

    verifyPassword: async (login, account, { signal }) => {
      requireAccountName(account.username);
      requireOneLine(account.username, account.password);
      if (login.user === 'root') {
        throw new AppError('INPUT_INVALID', {
          zh: `root 切换账号不需要密码，因此校验不了 ${account.username} 的密码。请用其他账号登录。`,
          en: `Root is never asked for a password, so it cannot check the one of ${account.username}. Log in as another account.`,
        });
      }
      return withHost(login, { options, signal }, async (client) => {
        const doing = {
          zh: `校验 ${account.username} 的密码`,
          en: `checking the password of ${account.username}`,
        };
        const command = `su -c true ${account.username}`;
        const end = await runOnHost(client, {
          address: login.address,
          doing,
          command,
          input: `${account.password}\n`,
          timeoutMs,
          signal,
        });
        requireRun(end, { login, doing, secrets: [account.password] });
        return end.exitCode === 0;
      });
    },

    hostKey: (address, { signal }) => readHostKey(address, options, signal),
  };
}
