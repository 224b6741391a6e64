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
  if (broken >= 0) return exits(1, `chpasswd: line ${broken + 1}: missing new password\n`);
  const { unknown } = changePasswords(world, hostUuid, changes);
  if (unknown !== null) return exits(1, `chpasswd: user '${unknown}' does not exist\n`);
  return { ...exits(0), changed: changes.length > 0 };
}

/** sudo asks root for nothing; anybody else for their own password, which is the first line of the input. */
function sudoChpasswd(shell: Shell, lines: readonly string[]): CommandResult {
  if (shell.user === 'root') return chpasswd(shell, lines);
  const [password, ...rest] = lines;
  if (password === undefined) return exits(1, 'sudo: no password was provided\n');
  if (!tryPassword(shell.world, shell, password)) {
    return exits(
      1,
      'Sorry, try again.\nsudo: no password was provided\nsudo: 1 incorrect password attempt\n',
    );
  }
  return chpasswd(shell, rest);
}

/** As the real one: root becomes anybody without a password, which therefore proves nothing. */
function su({ world, hostUuid, user }: Shell, account: string, lines: readonly string[]): CommandResult {
  if (readAccount(world, hostUuid, account) === null) return exits(1, `su: user ${account} does not exist\n`);
  const isLetIn = user === 'root' || tryPassword(world, { hostUuid, user: account }, lines[0] ?? '');
  return isLetIn ? exits(0) : exits(1, 'Password: \nsu: Authentication failure\n');
}

/** What a host does with a command line and everything on its standard input. */
export function runCommand(shell: Shell, command: string, input: string): CommandResult {
  const lines = input.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const account = /^su -c true ([\w.-]+)$/.exec(command)?.[1];
  if (account !== undefined) return su(shell, account, lines);
  switch (command) {
    case 'true':
      return exits(0);
    case 'id -un':
      return exits(0, '', `${shell.user}\n`);
    case 'chpasswd':
      return shell.user === 'root' ? chpasswd(shell, lines) : exits(1, 'chpasswd: Permission denied.\n');
    case "sudo -S -p '' chpasswd":
      return sudoChpasswd(shell, lines);
    default:
      return exits(127, `sh: ${command.split(' ', 1)[0] ?? ''}: command not found\n`);
  }
}

/** Whether a command reads its standard input; the others answer without waiting for its end. */
export function readsInput(command: string): boolean {
  return command !== 'true' && command !== 'id -un';
}
