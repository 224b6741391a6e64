// What the scripts do with the programs that they start.
import { once } from 'node:events';

/**
 * Has a child stop when we are asked to, and returns whether we were. On Windows a console's Ctrl-C reaches the child by
 * itself, and a signal that is sent to it there would end it at once, in the middle of its work.
 */
export function passSignalsOn(child) {
  let wasAsked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      wasAsked = true;
      if (process.platform !== 'win32') child.kill(signal);
    });
  return () => wasAsked;
}

/** The exit code of a child when it has ended; null for one that died of a signal. */
export async function exitCodeOf(child) {
  const [code] = await once(child, 'exit');
  return code;
}
