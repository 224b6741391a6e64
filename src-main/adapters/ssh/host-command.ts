/** One command on a host: input through standard input, end or timeout, nothing else. */
import type { Client, ClientChannel } from 'ssh2';
import { AppError } from '../../contract/errors.ts';

export interface HostCommand {
  readonly address: string;
  /** What it does, in words for a message. */
  readonly doing: string;
  readonly command: string;
  /** Secrets go here and never into the command. */
  readonly input: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface CommandEnd {
  readonly exitCode: number;
  /** The beginning of what it wrote to standard error. */
  readonly stderr: string;
}

/** Stands for an exit code where a signal ended the command. */
const endedBySignal = 255;
const stderrLimitCharacters = 4096;

function lost({ address, doing }: HostCommand, cause?: Error): AppError {
  return new AppError(
    'SSH_COMMAND_FAILED',
    `The connection to host ${address} was lost while ${doing}. Whether it took effect is found out by logging in.`,
    { data: { address }, ...(cause === undefined ? {} : { cause }) },
  );
}

function follow(
  channel: ClientChannel,
  command: HostCommand,
  settled: PromiseWithResolvers<CommandEnd>,
): void {
  let stderr = '';
  let exitCode: number | null = null;
  channel.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(0, stderrLimitCharacters);
  });
  // Standard output says nothing of interest, but a full window would stop the command.
  channel.resume();
  channel.on('exit', (code: number | null, signalName?: string) => {
    exitCode = code ?? endedBySignal;
    if (code === null) stderr = `ended by signal ${signalName ?? 'unknown'}. ${stderr}`;
  });
  channel.on('error', (error: Error) => settled.reject(lost(command, error)));
  channel.on('close', () => {
    if (exitCode === null) settled.reject(lost(command));
    else settled.resolve({ exitCode, stderr });
  });
  // The command may end without reading its input.
  channel.stdin.on('error', () => undefined);
  channel.end(command.input);
}

/** Throws READ_TIMEOUT, SSH_COMMAND_FAILED when the connection is lost or the host runs no commands, CANCELED. */
export async function runOnHost(client: Client, command: HostCommand): Promise<CommandEnd> {
  const { address, doing, signal } = command;
  const settled = Promise.withResolvers<CommandEnd>();
  const data = { address };
  const onAbort = (): void =>
    settled.reject(
      new AppError(
        'CANCELED',
        `${doing} on host ${address} was canceled; whether it took effect is found out by logging in.`,
      ),
    );
  const timer = setTimeout(() => {
    settled.reject(
      new AppError(
        'READ_TIMEOUT',
        `Host ${address} did not finish ${doing} in time. Whether it took effect is found out by logging in.`,
        { data },
      ),
    );
  }, command.timeoutMs);
  const onClose = (): void => settled.reject(lost(command));
  signal.addEventListener('abort', onAbort, { once: true });
  client.once('close', onClose);
  try {
    if (signal.aborted) onAbort();
    else
      client.exec(command.command, (error, channel) => {
        if (error === undefined) follow(channel, command, settled);
        else
          settled.reject(
            new AppError(
              'SSH_COMMAND_FAILED',
              `Host ${address} does not run commands for this account, so ${doing} is not possible. Use another account.`,
              { data, cause: error },
            ),
          );
      });
    return await settled.promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    client.off('close', onClose);
  }
}
