/** One command on a host: input through standard input, end or timeout, nothing else. */
import type { Client, ClientChannel } from 'ssh2';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';

export interface HostCommand {
  readonly address: string;
  /** What it does, in words for a message. */
  readonly doing: Text;
  readonly command: string;
  /** Secrets go here and never into the command. Sent at once, or behind the password where one is asked for. */
  readonly input: string;
  /** A password that is sent only once this has been seen on standard error or output; `input` follows it. */
  readonly prompted?: Prompted;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

interface Prompted {
  readonly prompt: RegExp;
  readonly password: string;
  /** Seen instead of the prompt where no password is asked for: the input is wanted at once. */
  readonly ready: string;
}

export interface CommandEnd {
  readonly exitCode: number;
  /** Of the signal that ended it, null when it ended by itself. */
  readonly signalName: string | null;
  /** The beginning of what it wrote to standard error. */
  readonly stderr: string;
  /** The prompt was seen and the password sent. */
  readonly wasAsked: boolean;
}

/** Stands for an exit code where a signal ended the command. */
const endedBySignal = 255;
/** Far more than is shown of it: what is cut off is cut after it was masked. */
const stderrLimitCharacters = 65_536;

function lost({ address, doing }: HostCommand, cause?: Error): AppError {
  return new AppError(
    'SSH_COMMAND_FAILED',
    {
      zh: `主机 ${address} 的连接在${doing.zh}时中断。是否已生效未知，请登录确认。`,
      en: `The connection to host ${address} was lost while ${doing.en}. It is unknown whether it took effect; log in to find out.`,
    },
    { data: { address }, ...(cause === undefined ? {} : { cause }) },
  );
}

function canceled({ address, doing }: HostCommand): AppError {
  return new AppError('CANCELED', {
    zh: `主机 ${address} 上的操作「${doing.zh}」已取消；是否已生效未知，请登录确认。`,
    en: `On host ${address}, ${doing.en} was canceled. It is unknown whether it took effect; log in to find out.`,
  });
}

function notFinished({ address, doing }: HostCommand): AppError {
  return new AppError(
    'READ_TIMEOUT',
    {
      zh: `主机 ${address} ${doing.zh}超时。是否已生效未知，请登录确认。`,
      en: `On host ${address}, ${doing.en} timed out. It is unknown whether it took effect; log in to find out.`,
    },
    { data: { address } },
  );
}

function notRun({ address, doing }: HostCommand, cause: Error): AppError {
  return new AppError(
    'SSH_COMMAND_FAILED',
    {
      zh: `主机 ${address} 不允许该账号执行命令，无法${doing.zh}。请换用其他账号。`,
      en: `Host ${address} does not allow this account to run commands, so ${doing.en} is not possible. Use another account.`,
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
  const supply = supplierOf(channel, command);
  channel.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(0, stderrLimitCharacters);
    supply.see(stderr);
  });
  let stdout = '';
  channel.setEncoding('utf8').on('data', (text: string) => {
    stdout = (stdout + text).slice(0, stderrLimitCharacters);
    supply.see(stdout);
  });
  channel.on('exit', (code: number | null, signalName?: string) => {
    exitCode = code ?? endedBySignal;
    if (code === null) {
      endingSignal = signalName ?? 'unknown';
    }
  });
  channel.on('error', (error: Error) => settled.reject(lost(command, error)));
  channel.on('close', () => {
    if (exitCode === null) {
      settled.reject(lost(command));
    } else {
      settled.resolve({ exitCode, signalName: endingSignal, stderr, wasAsked: supply.wasAsked() });
    }
  });
  // The command may end without reading its input.
  channel.stdin.on('error', () => undefined);
  if (command.prompted === undefined) {
    channel.end(command.input);
  }
}

interface Supplier {
  see(said: string): void;
  wasAsked(): boolean;
}

/** Hands over the password when it is asked for, once, and the input when something is there to read it. */
function supplierOf(channel: ClientChannel, { prompted, input }: HostCommand): Supplier {
  let wasAsked = false;
  let isReady = false;
  return {
    wasAsked: () => wasAsked,
    see: (said) => {
      if (prompted === undefined || isReady) {
        return;
      }
      if (said.includes(prompted.ready)) {
        isReady = true;
        channel.end(input);
      } else if (!wasAsked && prompted.prompt.test(said)) {
        wasAsked = true;
        channel.write(`${prompted.password}\n`);
      } else if (wasAsked && countOf(said, prompted.prompt) > 1) {
        // Asked again: the password was refused, and every further one would count.
        isReady = true;
        channel.end();
      }
    },
  };
}

const countOf = (said: string, prompt: RegExp): number =>
  said.match(new RegExp(prompt.source, `${prompt.flags}g`))?.length ?? 0;

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
    if (signal.aborted) {
      onAbort();
    } else {
      client.exec(command.command, (error, channel) => {
        if (error === undefined) {
          follow(channel, command, settled);
        } else {
          settled.reject(notRun(command, error));
        }
      });
    }
    return await settled.promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    client.off('close', onClose);
  }
}
