/**
 * Starts a run in a process that kills itself right after its Kth commit. With 0 it lives to the end and prints how many
 * commits there were. Arguments: K, the home, the kind of the run and its order as JSON.
 */
import { tryLock } from '../../src-main/hosts/owner/lock.ts';
import { openRuntime } from '../../src-main/runtime.ts';
import { clientOf } from '../support/call-context.ts';

const [at = '0', home = '', kind = '', order = ''] = process.argv.slice(2);
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
const { client } = clientOf(runtime.application, 'crash test');
const run = await client.runs.start({ kind, order: JSON.parse(order) as unknown, confirmed: true });
const { state } = await client.runs.settled({ run });
await runtime.close();
lock.release();
process.stdout.write(JSON.stringify({ state, commits }));
