import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

/** What a child process has written so far. */
export interface Written {
  stdout: string;
  stderr: string;
}

export function writtenBy(child: ChildProcessByStdio<null, Readable, Readable>): Written {
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (piece: string) => {
      written[stream] += piece;
    });
  }
  return written;
}
