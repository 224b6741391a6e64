/** A home with 10,000 runs, each with the order of a whole site: how long its list takes, and a page of it with words. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src-main/adapters/sqlite/open-database.ts';
import { SqliteRunStore } from '../../src-main/adapters/sqlite/run-store.ts';
import { addRuns } from '../support/many-runs.ts';

const runs = 10_000;
const directory = mkdtempSync(join(tmpdir(), 'sitewright-bench-'));
const path = join(directory, 'sitewright.db');
const filling = openDatabase(path);
addRuns(
  filling,
  Array.from({ length: runs }, (_, index) => ({
    number: index + 1,
    practice: index % 3 === 0,
    targets: [`smartx:10.0.${index % 250}.10`],
    orderBytes: 20_000,
  })),
);
filling.close();

/** Milliseconds, in a store that is opened for it. */
function took(act: (store: SqliteRunStore) => number, expected: number): number {
  const store = new SqliteRunStore(openDatabase(path), (text) => text);
  const from = performance.now();
  const found = act(store);
  const ms = performance.now() - from;
  store.close();
  if (found !== expected) {
    throw new Error(`${found} runs instead of ${expected}`);
  }
  return ms;
}

function countAll(store: SqliteRunStore): number {
  let count = 0;
  let after: string | null | undefined;
  while (after !== null) {
    const page = store.runPage(after === undefined ? {} : { after });
    count += page.runs.length;
    after = page.next;
  }
  return count;
}

const firstMs = took((store) => store.runPage({ limit: 200 }).runs.length, 200);
const wordMs = took(
  (store) => store.runPage({ limit: 200, words: [{ text: 'cluster-99', kinds: [] }] }).runs.length,
  111,
);
const allMs = took(countAll, runs);
rmSync(directory, { recursive: true, force: true });
process.stdout.write(
  `of ${runs} runs: the first page in ${firstMs.toFixed(0)} ms (bar 1,000), one with a word in ${wordMs.toFixed(0)} ms (bar 1,000), all of them in ${allMs.toFixed(0)} ms (bar 5,000)\n`,
);
if (firstMs > 1_000 || wordMs > 1_000 || allMs > 5_000) {
  process.exitCode = 1;
}
