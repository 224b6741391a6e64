import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src-main/adapters/sqlite/open-database.ts';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import { attach } from '../../src-main/hosts/owner/attach.ts';
import { becomeOwner } from '../../src-main/hosts/owner/become-owner.ts';
import { tryLock } from '../../src-main/hosts/owner/lock.ts';
import { addRuns } from '../support/many-runs.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const runs = 1_000;
const followers = 50;

/** Follows the list of runs until a run is gone; the runs that it was told before, and which one went. */
async function followUntilGone(client: AppClient, caughtUp: () => void): Promise<readonly [number, string]> {
  const known = new Set<string>();
  for await (const { rows, complete } of await client.feed.changes({ topic: 'index', cursor: null })) {
    for (const { id, row } of rows) {
      if (row === null) {
        return [known.size, id];
      }
      known.add(id);
    }
    if (complete && known.size === runs) {
      caughtUp();
    }
  }
  throw new Error('the feed ended');
}

it('fifty that follow a thousand runs over the socket are told all of them, and what happens then', async () => {
  const home = temporaryDirectory();
  const database = openDatabase(join(home, 'sitewright.db'));
  addRuns(
    database,
    Array.from({ length: runs }, (_, index) => ({ number: index + 1, orderBytes: 20_000 })),
  );
  database.close();
  const lock = tryLock(home);
  if (lock === null) {
    throw new Error('somebody else has the home');
  }
  const owner = await becomeOwner(home, lock, 'chen');
  onTestFinished(() => owner.close());
  const attached = await Promise.all(Array.from({ length: followers }, () => attach(home, { by: 'wang' })));
  let ready = 0;
  const told = attached.map(({ client }) => followUntilGone(client, () => (ready += 1)));
  await expect.poll(() => ready, { timeout: 60_000 }).toBe(followers);
  // A call of somebody else is not kept waiting behind them.
  expect((await owner.client.runs.list({ limit: 1 })).total).toBe(runs);
  await owner.client.runs.remove({ runs: ['0007'] });
  expect(await Promise.all(told)).toEqual(Array.from({ length: followers }, () => [runs, '0007']));
  await Promise.all(attached.map((each) => each.close()));
});
