/** An SSH host in a few lines: accounts with passwords, and the three commands that change and check them. */
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, {
  type Algorithms,
  type AuthContext,
  type Connection,
  type ServerChannel,
  type ServerConfig,
} from 'ssh2';
import { createHostKey } from '../../src-main/practice/host-key.ts';

interface SshStandInOptions {
  readonly accounts: Readonly<Record<string, string>>;
  /** Authentication methods offered; `password` unless given. */
  readonly methods?: readonly ('password' | 'keyboard-interactive' | 'publickey')[];
  /** Takes a command over; it answers with an exit code and standard error, or never when null. */
  readonly command?: (
    command: string,
    input: string,
  ) => { readonly exitCode: number; readonly stderr: string } | 'silence' | 'vanish' | null;
  /** sudo asks for nothing. */
  readonly passwordlessSudo?: boolean;
  /** The only algorithms it knows; those of every host unless given. */
  readonly algorithms?: Algorithms;
}

interface SshStandIn extends AsyncDisposable {
  readonly port: number;
  readonly fingerprint: string;
  readonly accounts: Map<string, string>;
  /** Attempts that carried a secret, and the names that showed up at all. */
  readonly attempts: readonly {
    readonly method: string;
    readonly username: string;
    readonly password: string;
  }[];
  readonly usernames: readonly string[];
  /** What sudo was given when it asked. */
  readonly sudoPasswords: readonly string[];
  readonly commands: readonly { readonly command: string; readonly input: string }[];
}

interface Outcome {
  readonly exitCode: number;
  readonly stderr: string;
}

const refusal = (stderr: string): Outcome => ({ exitCode: 1, stderr });

function setPasswords(accounts: Map<string, string>, lines: readonly string[]): Outcome {
  const pairs = lines.map(
    (line) =>
      [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1), line.includes(':')] as const,
  );
  const broken = pairs.findIndex(([, , isPair]) => !isPair);
  if (broken >= 0) {
    return refusal(
      `chpasswd: line ${broken + 1}: missing new password\nchpasswd: error detected, changes ignored`,
    );
  }
  const unknown = pairs.find(([user]) => !accounts.has(user));
  if (unknown !== undefined) {
    return refusal(`chpasswd: user ${unknown[0]} does not exist: ${unknown[1]}`);
  }
  for (const [user, password] of pairs) {
    accounts.set(user, password);
  }
  return { exitCode: 0, stderr: '' };
}

const sudoLine = /^LC_ALL=C sudo -S -p (\S+) sh -c 'echo (\S+) >&2; exec chpasswd'$/;

function runCommand(context: {
  readonly accounts: Map<string, string>;
  readonly user: string;
  readonly command: string;
  readonly input: string;
}): Outcome {
  const { accounts, user, command, input } = context;
  const lines = input.split('\n').slice(0, -1);
  if (command === 'LC_ALL=C chpasswd') {
    return user === 'root' ? setPasswords(accounts, lines) : refusal('chpasswd: Permission denied.');
  }
  if (sudoLine.test(command)) {
    return setPasswords(accounts, lines);
  }
  const account = /^LC_ALL=C su -c true (\w+)$/.exec(command)?.[1];
  if (account === undefined) {
    return { exitCode: 127, stderr: `${command}: command not found` };
  }
  return accounts.get(account) === lines[0]
    ? { exitCode: 0, stderr: 'Password: ' }
    : refusal('Password: su: Authentication failure');
}

function authenticate(
  context: AuthContext,
  options: SshStandInOptions,
  state: {
    readonly accounts: Map<string, string>;
    readonly attempts: { method: string; username: string; password: string }[];
  },
): void {
  const methods = [...(options.methods ?? ['password'])];
  const check = (password: string): void => {
    state.attempts.push({ method: context.method, username: context.username, password });
    if (state.accounts.get(context.username) === password) {
      context.accept();
    } else {
      context.reject(methods);
    }
  };
  if (!methods.some((method) => method === context.method)) {
    context.reject(methods);
  } else if (context.method === 'password') {
    check(context.password);
  } else if (context.method === 'keyboard-interactive') {
    context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => check(answers[0] ?? ''));
  } else {
    context.reject(methods);
  }
}

/** sudo as it stands between the user and the command: it asks with its prompt, or with none. */
interface Sudo {
  readonly prompt: string | null;
  readonly ready: string;
  readonly password: string | undefined;
  readonly onPassword: (password: string) => void;
}

function serveCommand(
  channel: ServerChannel,
  socket: Connection,
  {
    sudo,
    run,
  }: { readonly sudo: Sudo | null; readonly run: (input: string) => Outcome | 'silence' | 'vanish' },
): void {
  let input = '';
  let isAsking = sudo !== null && sudo.prompt !== null;
  if (sudo !== null) {
    channel.stderr.write(sudo.prompt ?? sudo.ready);
  }
  channel.setEncoding('utf8').on('data', (part: string) => {
    input += part;
    const end = input.indexOf('\n');
    if (!isAsking || sudo === null || end < 0) {
      return;
    }
    const password = input.slice(0, end);
    input = input.slice(end + 1);
    sudo.onPassword(password);
    isAsking = password !== sudo.password;
    channel.stderr.write(isAsking ? `Sorry, try again.\n${sudo.prompt ?? ''}` : sudo.ready);
  });
  channel.on('end', () => {
    const outcome = isAsking ? refusal('sudo: no password was provided') : run(input);
    if (outcome === 'silence') {
      return;
    }
    if (outcome === 'vanish') {
      socket.end();
      return;
    }
    channel.stderr.write(outcome.stderr);
    channel.exit(outcome.exitCode);
    channel.end();
  });
}

export async function startSshStandIn(options: SshStandInOptions): Promise<SshStandIn> {
  const privateKey = createHostKey();
  const parsedKey = ssh2.utils.parseKey(privateKey);
  if (parsedKey instanceof Error || Array.isArray(parsedKey)) {
    throw new Error('the key cannot be read');
  }
  const accounts = new Map(Object.entries(options.accounts));
  const attempts: { method: string; username: string; password: string }[] = [];
  const usernames: string[] = [];
  const commands: { command: string; input: string }[] = [];
  const sudoPasswords: string[] = [];
  const clients = new Set<Connection>();

  const configuration: ServerConfig = { hostKeys: [privateKey] };
  if (options.algorithms !== undefined) {
    configuration.algorithms = options.algorithms;
  }
  const server = new ssh2.Server(configuration, (client) => {
    let user = '';
    clients.add(client);
    client.on('error', () => undefined).once('close', () => clients.delete(client));
    client.on('authentication', (context) => {
      user = context.username;
      usernames.push(user);
      authenticate(context, options, { accounts, attempts });
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptCommand, _reject, { command }) => {
        const [, prompt = '', ready = ''] = sudoLine.exec(command) ?? [];
        const isOwn = prompt !== '' && options.command === undefined;
        const sudo: Sudo = {
          prompt: options.passwordlessSudo === true ? null : prompt,
          ready: `${ready}\n`,
          password: accounts.get(user),
          onPassword: (password) => sudoPasswords.push(password),
        };
        const run = (input: string): Outcome | 'silence' | 'vanish' => {
          commands.push({ command, input });
          return options.command?.(command, input) ?? runCommand({ accounts, user, command, input });
        };
        serveCommand(acceptCommand(), client, { sudo: isOwn ? sudo : null, run });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: `SHA256:${createHash('sha256').update(parsedKey.getPublicSSH()).digest('base64').replace(/=+$/, '')}`,
    accounts,
    attempts,
    usernames,
    commands,
    sudoPasswords,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const client of clients) {
        client.end();
      }
      await closed;
    },
  };
}
