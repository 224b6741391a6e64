import { AppError } from '../../contract/errors.ts';

export interface StandardStreams {
  /** Resolves once all has left this process, with why some of standard output was lost; null where none was. */
  written(): Promise<AppError | null>;
}

const notWritten = (error: NodeJS.ErrnoException): AppError => {
  const { code = error.message } = error;
  const text = {
    zh: `标准输出无法写入（${code}），部分输出已丢失；命令本身已完成。请更换输出位置后再次查看。`,
    en: `Standard output could not be written (${code}) and part of it is lost; the command itself completed. Send the output elsewhere to see it again.`,
  };
  return new AppError('FILE_UNWRITABLE', text, { data: { reason: code }, cause: error });
};

/** On Windows what is written to a pipe is on its way for a while, and leaving would cut it off. */
const emptied = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));

/**
 * What is said of the work is not the work: a terminal that was closed, or a full disk under a log, ends no process. A
 * reader that has seen enough (`| head`, `| more`) has lost nothing.
 */
export function outliveOutput(): StandardStreams {
  let lost: NodeJS.ErrnoException | null = null;
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      lost ??= error;
    }
  });
  return {
    async written() {
      await Promise.all([emptied(process.stdout), emptied(process.stderr)]);
      return lost === null ? null : notWritten(lost);
    },
  };
}
