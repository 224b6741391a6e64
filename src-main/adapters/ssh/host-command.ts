/** One command on a host: input through standard input, end or timeout, nothing else. */
import type { Client, ClientChannel } from 'ssh2';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';

export interface HostCommand {
  readonly address: string;
  /** What it does, in words for a message. */
  readonly doing: Text;
  readonly command: string;
  /** Secrets go here and never into the command. */
  readonly input: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface CommandEnd {
  readonly exitCode: number;
  /** Of the signal that ended it, null when it ended by itself. */
  readonly signalName: string | null;
  /** The beginning of what it wrote to standard error. */
  readonly stderr: string;
}

/** Stands for an exit code where a signal ended the command. */
const endedBySignal = 255;
const stderrLimitCharacters = 4096;

function lost({ address, doing }: HostCommand, cause?: Error): AppError {
  return new AppError(
    'SSH_COMMAND_FAILED',
    {
      zh: `主机 ${address} 的连接在${doing.zh}时中断。是否已生效，登录后才能确认。`,
      en: `The connection to host ${address} was lost while ${doing.en}. Whether it took effect is found out by logging in.`,
    },
    { data: { address }, ...(cause === undefined ? {} : { cause }) },
  );
}

function canceled({ address, doing }: HostCommand): AppError {
  return new AppError('CANCELED', {
    zh: `主机 ${address} 上的操作「${doing.zh}」已取消；是否已生效，登录后才能确认。`,
    en: `${doing.en} on host ${address} was canceled; whether it took effect is found out by logging in.`,
  });
}

function notFinished({ address, doing }: HostCommand): AppError {
  return new AppError(
    'READ_TIMEOUT',
    {
      zh: `主机 ${address} ${doing.zh}超时。是否已生效，登录后才能确认。`,
      en: `Host ${address} did not finish ${doing.en} in time. Whether it took effect is found out by logging in.`,
    },
    { data: { address } },
  );
}

function notRun({ address, doing }: HostCommand, cause: Error): AppError {
  return new AppError(
    'SSH_COMMAND_FAILED',
    {
      zh: `主机 ${address} 不允许该账号执行命令，无法${doing.zh}。请换用其他账号。`,
      en: `Host ${address} does not run commands for this account, so ${doing.en} is not possible. Use another account.`,
    },
    { data: { address }, cause },
  );
}

function follow(
  channel: ClientChannel,
  command: HostCommand,
  settled: PromiseWithResolvers<CommandEnd>,
): void {
  let stderr = '';
  let exitCode: number | null = null;
  let endingSignal: string | null = null;
  channel.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(0, stderrLimitCharacters);
  });
  // Standard output says nothing of interest, but a full window would stop the command.
  channel.resume();
  channel.on('exit', (code: number | null, signalName?: string) => {
    exitCode = code ?? endedBySignal;
    if (code === null) endingSignal = signalName ?? 'unknown';
  });
  channel.on('error', (error: Error) => settled.reject(lost(command, error)));
  channel.on('close', () => {
    if (exitCode === null) settled.reject(lost(command));
    else settled.resolve({ exitCode, signalName: endingSignal, stderr });
  });
  // The command may end without reading its input.
  channel.stdin.on('error', () => undefined);
  channel.end(command.input);
}

/** Throws READ_TIMEOUT, SSH_COMMAND_FAILED when the connection is lost or the host runs no commands, CANCELED. */
export async function runOnHost(client: Client, command: HostCommand): Promise<CommandEnd> {
  const { signal } = command;
  const settled = Promise.withResolvers<CommandEnd>();
  const onAbort = (): void => settled.reject(canceled(command));
  const timer = setTimeout(() => settled.reject(notFinished(command)), command.timeoutMs);
  const onClose = (): void => settled.reject(lost(command));
  signal.addEventListener('abort', onAbort, { once: true });
  client.once('close', onClose);
  try {
    if (signal.aborted) onAbort();
    else
      client.exec(command.command, (error, channel) => {
        if (error === undefined) follow(channel, command, settled);
        else settled.reject(notRun(command, error));
      });
    return await settled.promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    client.off('close', onClose);
  }
}
