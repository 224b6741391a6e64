import { changePasswords, readAccount, tryPassword } from './accounts.ts';
import type { PracticeWorld } from './world.ts';

/** Who runs a command where. */
export interface Shell {
  readonly world: PracticeWorld;
  readonly hostUuid: string;
  readonly hostName: string;
  readonly user: string;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Passwords were changed and are on disk. */
  readonly changed: boolean;
}

const exits = (exitCode: number, stderr = '', stdout = ''): CommandResult => ({
  exitCode,
  stdout,
  stderr,
  changed: false,
});

/** Lines of `user:password`; a password may hold colons. */
function chpasswd({ world, hostUuid }: Shell, lines: readonly string[]): CommandResult {
  const changes = lines.map((line) => {
    const colon = line.indexOf(':');
    return { user: line.slice(0, colon), password: line.slice(colon + 1), isWhole: colon > 0 };
  });
  const broken = changes.findIndex((change) => !change.isWhole || change.password === '');
  if (broken >= 0) {
    return exits(1, `chpasswd: line ${broken + 1}: missing new password\n`);
  }
  const { unknown } = changePasswords(world, hostUuid, changes);
  if (unknown !== null) {
    return exits(1, `chpasswd: user '${unknown}' does not exist\n`);
  }
  return { ...exits(0), changed: changes.length > 0 };
}

/** sudo asks root for nothing; anybody else for their own password, which is the first line of the input. */
function sudoChpasswd(shell: Shell, lines: readonly string[]): CommandResult {
  if (shell.user === 'root') {
    return chpasswd(shell, lines);
  }
  const [password, ...rest] = lines;
  if (password === undefined) {
    return exits(1, 'sudo: no password was provided\n');
  }
  return tryPassword(shell.world, shell, password) ? chpasswd(shell, rest) : exits(1, sudoRefusal);
}

const sudoRefusal = 'Sorry, try again.\nsudo: no password was provided\nsudo: 1 incorrect password attempt\n';

/** As the real one: root becomes anybody without a password, which therefore proves nothing. */
function su({ world, hostUuid, user }: Shell, account: string, lines: readonly string[]): CommandResult {
  if (readAccount(world, hostUuid, account) === null) {
    return exits(1, `su: user ${account} does not exist\n`);
  }
  const isLetIn = user === 'root' || tryPassword(world, { hostUuid, user: account }, lines[0] ?? '');
  // Root is not asked.
  const asked = user === 'root' ? '' : 'Password: ';
  return isLetIn ? exits(0, asked) : exits(1, `${asked}\nsu: Authentication failure\n`);
}

/** The marks that sudo asks with and its command begins with. */
const sudoLine = /^LC_ALL=C sudo -S -p (?<prompt>\S+) sh -c 'echo (?<ready>\S+) >&2; exec chpasswd'$/;

/** What sudo writes to standard error before it reads the input; null where the command is no sudo. */
export function greetingOf(command: string, user: string): string | null {
  const { prompt, ready } = sudoLine.exec(command)?.groups ?? {};
  if (prompt === undefined || ready === undefined) {
    return null;
  }
  return user === 'root' ? `${ready}\n` : prompt;
}

/** Whether sudo lets the user in with this password, and what it says then. */
export function sudoReply(shell: Shell, command: string, password: string): { isIn: boolean; said: string } {
  const ready = sudoLine.exec(command)?.groups?.['ready'] ?? '';
  if (tryPassword(shell.world, shell, password)) {
    return { isIn: true, said: `${ready}\n` };
  }
  return { isIn: false, said: sudoRefusal };
}

/** What a host does with a command line and everything on its standard input. */
export function runCommand(shell: Shell, command: string, input: string): CommandResult {
  const lines = input.split(/\r?\n/);
  if (lines.at(-1) === '') {
    lines.pop();
  }
  const account = /^(?:LC_ALL=C )?su -c true ([\w.-]+)$/.exec(command)?.[1];
  if (account !== undefined) {
    return su(shell, account, lines);
  }
  switch (command) {
    case 'true':
      return exits(0);
    case 'id -un':
      return exits(0, '', `${shell.user}\n`);
    case 'chpasswd':
    case 'LC_ALL=C chpasswd':
      return shell.user === 'root' ? chpasswd(shell, lines) : exits(1, 'chpasswd: Permission denied.\n');
    case "sudo -S -p '' chpasswd":
      return sudoChpasswd(shell, lines);
    default:
      // sudo has asked for the password and let the user in before the accounts are read.
      if (sudoLine.test(command)) {
        return chpasswd(shell, lines);
      }
      return exits(127, `sh: ${command.split(' ', 1)[0] ?? ''}: command not found\n`);
  }
}

/** Whether a command reads its standard input; the others answer without waiting for its end. */
export function readsInput(command: string): boolean {
  return command !== 'true' && command !== 'id -un';
}
