/** Accounts of the hosts over SSH. */
import { randomBytes } from 'node:crypto';
import type { Client } from 'ssh2';
import { isAccountName } from '../../contract/account-name.ts';
import { AppError } from '../../contract/errors.ts';
import { verbatim, type Text } from '../../contract/text.ts';
import type { Credentials, HostAccess, HostLogin, PasswordCheck } from '../../engines/configure/ports.ts';
import { quoteWithout } from '../secrets/redactor.ts';
import { runOnHost, type CommandEnd, type HostCommand } from './host-command.ts';
import { checkedBy, notSet } from './host-refusals.ts';
import { openHost, readHostKey, type HostAccessOptions } from './host-connection.ts';

const defaultCommandTimeoutMs = 30_000;

function requireAccountName(name: string): void {
  if (isAccountName(name)) {
    return;
  }
  throw new AppError('INPUT_INVALID', {
    zh: '账号名只能含字母、数字、点、连字符和下划线。请在规划中更正。',
    en: 'An account name may contain only letters, digits, dots, hyphens and underscores. Correct it in the plan.',
  });
}

/** One line per account is what `chpasswd`, `sudo` and `su` read; a password with a line break would become two. */
function requireOneLine(account: string, password: string): void {
  const breaks = ['\n', '\r', '\0'];
  if (password !== '' && !breaks.some((character) => password.includes(character))) {
    return;
  }
  throw new AppError('INPUT_INVALID', {
    zh: `账号 ${account} 的密码为空或含换行符。请在规划中更正。`,
    en: `The password of account ${account} is empty or contains a line break. Correct it in the plan.`,
  });
}

/** Standard error for a message: short, one line, without the passwords that went in; before it the signal, if any. */
function said({ signalName, stderr }: CommandEnd, quote: (words: string) => string): Text {
  const quoted = quote(stderr);
  if (signalName === null) {
    return verbatim(quoted);
  }
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
        zh: `主机 ${login.address} 拒绝 ${login.user} 登录。请核对密码；只尝试了一次，为避免账号被锁定不再重试。`,
        en: `Host ${login.address} refused the login of ${login.user}. Check the password. It was tried once and is not retried, so that the account does not get locked.`,
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
  const frame = { address: login.address, doing, timeoutMs, signal, input: lines };
  const secrets = [login.password, ...passwords.map(({ password }) => password)];
  const quote = quoteOf(options, secrets);
  await withHost(login, { options, signal }, async (client) => {
    const command = login.user === 'root' ? { ...frame, command: plainChpasswd } : sudoCommand(frame, login);
    const end = await runOnHost(client, command);
    if (end.exitCode === 0) {
      return;
    }
    throw notSet(end, { login, names: passwords.map(({ username }) => username), words: said(end, quote) });
  });
}

const quoteOf =
  ({ redactor }: HostAccessOptions, secrets: readonly string[]) =>
  (words: string): string =>
    (redactor?.quote ?? quoteWithout)(words, secrets);

/** Messages are recognised, so they are asked for in one language. */
const plainChpasswd = 'LC_ALL=C chpasswd';

/**
 * sudo asks with a prompt nobody can guess, and says with a second mark that it has let us in: the password is sent
 * only to the one, the accounts only behind the other.
 */
function sudoCommand(frame: Omit<HostCommand, 'command'>, login: HostLogin): HostCommand {
  const mark = randomBytes(12).toString('hex');
  const ready = `ready-${mark}`;
  const prompt = `prompt-${mark}:`;
  const inner = `echo ${ready} >&2; exec chpasswd`;
  return {
    ...frame,
    command: `LC_ALL=C sudo -S -p ${prompt} sh -c '${inner}'`,
    prompted: { prompt: new RegExp(RegExp.escape(prompt)), ready, password: login.password },
  };
}

/** Checks it on the host by becoming that account, which asks for its password. */
async function verifyPassword(
  {
    login,
    account,
    signal,
    timeoutMs,
  }: {
    readonly login: HostLogin;
    readonly account: Credentials;
    readonly signal: AbortSignal;
    readonly timeoutMs: number;
  },
  options: HostAccessOptions,
): Promise<PasswordCheck> {
  requireAccountName(account.username);
  requireOneLine(account.username, account.password);
  if (login.user === 'root') {
    throw new AppError('INPUT_INVALID', {
      zh: `root 切换账号不需要密码，因此无法校验 ${account.username} 的密码。请用其他账号登录。`,
      en: `Switching accounts as root needs no password, so the password of ${account.username} cannot be checked. Log in with another account.`,
    });
  }
  return withHost(login, { options, signal }, async (client) => {
    const doing = {
      zh: `校验 ${account.username} 的密码`,
      en: `checking the password of ${account.username}`,
    };
    const command = `LC_ALL=C su -c true ${account.username}`;
    const input = `${account.password}\n`;
    const end = await runOnHost(client, {
      address: login.address,
      doing,
      command,
      input,
      timeoutMs,
      signal,
    });
    return checkedBy(end, said(end, quoteOf(options, [login.password, account.password])));
  });
}

/** One connection per call: none outlives the question it was opened for, least of all across a change of password. */
export function createHostAccess(options: HostAccessOptions): HostAccess {
  const timeoutMs = options.commandTimeoutMs ?? defaultCommandTimeoutMs;
  return {
    tryLogin: async (login, { signal }) => {
      const opened = await openHost(login, options, signal);
      if (opened.kind === 'ok') {
        opened.client.destroy();
      }
      return opened.kind;
    },

    setPasswords: (login, passwords, { signal }) =>
      setPasswords({ login, passwords, signal, timeoutMs }, options),

    verifyPassword: (login, account, { signal }) =>
      verifyPassword({ login, account, signal, timeoutMs }, options),

    hostKey: (address, { signal }) => readHostKey(address, options, signal),
  };
}
