/** A process that takes a home and waits to be killed: says whether it got it. */
import { tryLock } from '../../src-main/hosts/owner/lock.ts';

const lock = tryLock(process.argv[2] ?? '');
process.stdout.write(lock === null ? 'refused\n' : 'owned\n');
if (lock === null) process.exit();
setInterval(() => undefined, 60_000);
