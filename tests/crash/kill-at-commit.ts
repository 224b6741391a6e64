/**
 * Configures a site in a process that kills itself right after its Kth commit, the hardest place: what was committed
 * is on disk, what follows from it has not begun. With 0 it lives to the end and prints how many commits there were.
 * Arguments: K, the home, the practice site's URL, the workbook, the ISO.
 */
import { tryLock } from '../../src-main/hosts/owner/lock.ts';
import { configureOrder } from '../../src-main/contract/configure-order.ts';
import { openRuntime } from '../../src-main/runtime.ts';
import { clientOf } from '../support/call-context.ts';

const [at = '0', home = '', url = '', workbook = '', iso = ''] = process.argv.slice(2);
let commits = 0;

function countCommit(): void {
  commits += 1;
  if (commits === Number(at)) {
    process.kill(process.pid, 'SIGKILL');
  }
}

const lock = tryLock(home);
if (lock === null) {
  throw new Error(`${home} belongs to another process`);
}
const runtime = await openRuntime(home, { onCommit: countCommit });
const { client, grants } = clientOf(runtime.application, 'crash test');
const order = configureOrder({
  file: grants.grant('read', workbook),
  iso: grants.grant('read', iso),
  site: { kind: 'practice', url, faults: [] },
  language: 'en',
  only: [],
  skip: [],
  overwriteSerial: false,
  acceptFingerprints: [],
  secrets: [],
});
const run = await client.runs.start({ ...order, confirmed: true });
const { state } = await client.runs.settled({ run });
await runtime.close();
lock.release();
process.stdout.write(JSON.stringify({ state, commits }));
