import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Display {
  /** As `DISPLAY` names it. */
  readonly name: string;
  close(): void;
}

/** A display in memory, as only Linux has one; rejects where the server of one cannot be started. */
export async function openDisplay(): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  await once(server, 'spawn');
  const [written] = (await once(server.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { name: `:${written.toString().trim()}`, close: () => void server.kill() };
}
