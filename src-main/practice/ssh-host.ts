import { createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2';
import { tryPassword } from './accounts.ts';
import { createHostKey } from './host-key.ts';
import type { HostRow } from './hosts.ts';
import { listen, type Listening } from './listening.ts';
import { greetingOf, readsInput, runCommand, sudoReply, type Shell } from './ssh-commands.ts';
import type { PracticeWorld } from './world.ts';

const longestInputBytes = 65_536;

/** A failed read or write of the site's own state: said on stderr, and the client sees a torn connection. */
function giveUp(socket: Socket, thrown: unknown): void {
  process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
  socket.destroy();
}

function authenticate(world: PracticeWorld, host: HostRow, context: AuthContext): void {
  const isRootClosed = context.username === 'root' && world.faults.has('sshNoRoot', { host: host.name });
  if (context.method !== 'password') {
    return context.reject(['password']);
  }
  const { username: user, password } = context;
  const isOpen = !isRootClosed && world.store.isOpen();
  const isRight = isOpen && tryPassword(world, { hostUuid: host.uuid, user }, password);
  world.logins.push({ host: host.name, user, isRight });
  if (isRight) {
    context.accept();
  } else {
    context.reject(['password']);
  }
}

/** Everything the client sends on standard input, or null when it is too much. */
function readInput(channel: ServerChannel): Promise<string | null> {
  const pieces: Buffer[] = [];
  let lengthBytes = 0;
  return new Promise((resolve) => {
    channel.on('data', (piece: Buffer) => {
      lengthBytes += piece.length;
      if (lengthBytes > longestInputBytes) {
        resolve(null);
      } else {
        pieces.push(piece);
      }
    });
    channel.on('end', () => resolve(Buffer.concat(pieces).toString('utf8')));
    // It stands still where its first line was read before.
    channel.resume();
  });
}

/** The first line of the input; what came behind it goes back to be read as the rest. */
function readLine(channel: ServerChannel): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    const onData = (piece: Buffer): void => {
      text += piece.toString('utf8');
      const end = text.indexOf('\n');
      if (end >= 0) {
        settle(text.slice(0, end), text.slice(end + 1));
      }
    };
    const onEnd = (): void => settle(text, '');
    const settle = (line: string, rest: string): void => {
      channel.off('data', onData).off('end', onEnd).pause();
      if (rest !== '') {
        channel.unshift(Buffer.from(rest));
      }
      resolve(line);
    };
    channel.on('data', onData).on('end', onEnd);
  });
}

/** sudo's question, before its command reads anything; false when it has refused and the command is over. */
async function letIn(shell: Shell, command: string, channel: ServerChannel): Promise<boolean> {
  const greeting = greetingOf(command, shell.user);
  if (greeting === null) {
    return true;
  }
  channel.stderr.write(greeting);
  if (shell.user === 'root') {
    return true;
  }
  const { isIn, said } = sudoReply(shell, command, await readLine(channel));
  channel.stderr.write(said);
  if (isIn) {
    return true;
  }
  channel.exit(1);
  channel.end();
  return false;
}

/** Runs one command and answers it; false when the connection is ordered to be torn instead. */
async function execute(shell: Shell, command: string, channel: ServerChannel): Promise<boolean> {
  if (!(await letIn(shell, command, channel))) {
    return true;
  }
  const input = readsInput(command) ? await readInput(channel) : '';
  const passwordMs = readsInput(command) ? shell.world.pace.passwordMs() : 0;
  // Nobody waits for a host of a site that is being closed.
  if (passwordMs > 0) {
    await wait(passwordMs, undefined, { ref: false });
  }
  if (!shell.world.store.isOpen()) {
    return true;
  }
  const result =
    input === null
      ? { exitCode: 1, stdout: '', stderr: 'input too long\n', changed: false }
      : runCommand(shell, command, input);
  const { faults } = shell.world;
  const isTorn =
    result.changed &&
    faults.has('sshDrop', { host: shell.hostName }) &&
    faults.count(`ssh-drop:${shell.hostName}`) === 1;
  if (isTorn) {
    return false;
  }
  channel.stderr.write(result.stderr);
  channel.write(result.stdout);
  channel.exit(result.exitCode);
  channel.end();
  return true;
}

interface Peer {
  readonly client: Connection;
  readonly socket: Socket;
}

function serve(world: PracticeWorld, host: HostRow, { client, socket }: Peer): void {
  let user = '';
  client.on('authentication', (context) => {
    user = context.username;
    try {
      authenticate(world, host, context);
    } catch (thrown) {
      giveUp(socket, thrown);
    }
  });
  // A client that goes away in the middle is daily life; ssh2 reports it here and closes.
  client.on('error', () => socket.destroy());
  client.on('session', (accept) => {
    const session = accept();
    session.on('exec', (acceptExec, _reject, { command }) => {
      const shell = { world, hostUuid: host.uuid, hostName: host.name, user };
      void execute(shell, command, acceptExec()).then(
        (isAnswered) => {
          if (!isAnswered) {
            socket.destroy();
          }
        },
        (thrown: unknown) => giveUp(socket, thrown),
      );
    });
  });
}

/** One host's SSH, on a port of its own. */
export async function createSshHost(world: PracticeWorld, host: HostRow): Promise<Listening> {
  let otherKey: string | null = null;
  const keyNow = (): string => {
    if (!world.faults.has('sshKeyChanged', { host: host.name })) {
      return host.sshKey;
    }
    return (otherKey ??= createHostKey());
  };
  // The handshake is many small packets; waiting to fill one costs forty milliseconds each time.
  const server = createServer({ noDelay: true }, (socket) => {
    if (world.faults.has('sshRefuse', { host: host.name })) {
      socket.destroy();
      return;
    }
    // A server object per connection, because ssh2 does not say which socket a client came from.
    const ssh = new ssh2.Server({ hostKeys: [keyNow()], ident: 'OpenSSH_8.0' }, (client) => {
      serve(world, host, { client, socket });
    });
    ssh.injectSocket(socket);
  });
  return listen(server, '127.0.0.1', { wanted: 0, before: host.sshPort });
}
