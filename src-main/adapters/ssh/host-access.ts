/** Accounts of the hosts over SSH. */
import type { Client } from 'ssh2';
import { AppError } from '../../contract/errors.ts';
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
  throw new AppError(
    'INPUT_INVALID',
    'An account name may hold only letters, digits, dot, hyphen and underscore. Correct it in the plan.',
  );
}

/** One line per account is what `chpasswd`, `sudo` and `su` read; a password with a line break would become two. */
function requireOneLine(account: string, password: string): void {
  const breaks = ['\n', '\r', '\0'];
  if (password !== '' && !breaks.some((character) => password.includes(character))) return;
  throw new AppError(
    'INPUT_INVALID',
    `The password of the account ${account} is empty or has a line break in it. Correct it in the plan.`,
  );
}

/** Standard error for a message: short, one line, without the passwords that went in. */
function quoted(stderr: string, secrets: readonly string[]): string {
  const masked = [...secrets]
    .sort((left, right) => right.length - left.length)
    .reduce((text, secret) => text.replaceAll(secret, '***'), stderr);
  return masked.replaceAll(/\s+/g, ' ').trim().slice(0, quotedLengthMaximum);
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
      `Host ${login.address} did not let ${login.user} log in. Check the password; it was tried once and is not tried again, because hosts lock accounts.`,
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
  const said = quoted(end.stderr, [login.password, ...passwords.map(({ password }) => password)]);
  const names = passwords.map(({ username }) => username).join(', ');
  throw new AppError(
    'SSH_COMMAND_FAILED',
    `Host ${login.address} did not set the passwords of ${names} (exit code ${end.exitCode})${said === '' ? '' : `: ${said}`}. Check that ${login.user} may do this and that the passwords follow the host's rules.`,
    { data: { address: login.address, user: login.user, exitCode: end.exitCode } },
  );
}

const cannotExecute = 126;

/** A host that could not even run the check has said nothing about the password. */
function requireRun(
  end: CommandEnd,
  asked: { readonly login: HostLogin; readonly doing: string; readonly secrets: readonly string[] },
): void {
  if (end.exitCode < cannotExecute) return;
  throw new AppError(
    'SSH_COMMAND_FAILED',
    `Host ${asked.login.address} cannot do ${asked.doing} (exit code ${end.exitCode}): ${quoted(end.stderr, asked.secrets)}. Check the account by hand.`,
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
  const frame = { address: login.address, doing: 'setting passwords', timeoutMs, signal };
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
        throw new AppError(
          'INPUT_INVALID',
          `Root is never asked for a password, so it cannot check the one of ${account.username}. Log in as another account.`,
        );
      }
      return withHost(login, { options, signal }, async (client) => {
        const doing = `checking the password of ${account.username}`;
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
