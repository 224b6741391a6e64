import { StringDecoder } from 'node:string_decoder';

/** Takes what another program writes, in pieces of any size, also in the middle of a line or a character. */
export interface RawOutput {
  /** `atMs`: milliseconds since the epoch. */
  write(chunk: Buffer | string, atMs: number): void;
  /** The program has ended: what it has said without a line end is a line. */
  end(atMs: number): void;
}

/** A program may write without an end of line, such as a bar that moves: a line is cut there. */
const longestLine = 64 * 1024;
/** A secret may have begun in the last characters: they wait for what follows. */
const unsure = 4 * 1024;

/** Gives whole lines on, redacted: a secret is found wherever the pieces were cut. */
export function createRawOutput(
  redact: (text: string) => string,
  take: (atMs: number, lines: readonly string[]) => void,
): RawOutput {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    write(chunk, atMs) {
      rest += typeof chunk === 'string' ? chunk : decoder.write(chunk);
      const end = rest.lastIndexOf('\n');
      if (end !== -1) {
        const whole = redact(rest.slice(0, end));
        rest = rest.slice(end + 1);
        take(atMs, whole.split('\n'));
      }
      if (rest.length > longestLine) {
        const sure = redact(rest);
        rest = sure.slice(-unsure);
        take(atMs, [sure.slice(0, -unsure)]);
      }
    },
    end(atMs) {
      rest += decoder.end();
      if (rest !== '') {
        take(atMs, redact(rest).split('\n'));
        rest = '';
      }
    },
  };
}
