import type { ChildProcess } from 'node:child_process';

/** The address of the debugger that the program was told to open, once it names it on standard error. */
export function debuggerOf(program: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let written = '';
    program.stderr?.on('data', (chunk) => {
      written += String(chunk);
      const address = /DevTools listening on (ws:\S+)/.exec(written)?.[1];
      if (address !== undefined) {
        found(address);
      }
    });
    program.once('exit', () => failed(new Error(`the program ended: ${written}`)));
  });
}

/** What its windows show now. */
export async function pageAddresses(debuggerAddress: string): Promise<readonly string[]> {
  const { host } = new URL(debuggerAddress);
  const listed = (await (await fetch(`http://${host}/json/list`)).json()) as { readonly url: string }[];
  return listed.map(({ url }) => url);
}
