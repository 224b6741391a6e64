/** A process that takes a home and waits to be killed: says whether it got it, once its memory was collected. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { tryLock } from '../../src-main/hosts/owner/lock.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const isHeld = tryLock(process.argv[2] ?? '') !== null;
// In a turn of its own, where nothing on the stack refers to the lock any more.
setImmediate(() => {
  collect();
  process.stdout.write(isHeld ? 'owned\n' : 'refused\n');
  if (isHeld) {
    setInterval(() => undefined, 60_000);
  }
});
