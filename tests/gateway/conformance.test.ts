import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src-main/adapters/sqlite/open-database.ts';
import { SqliteRunStore } from '../../src-main/adapters/sqlite/run-store.ts';
import { isAppError, toErrorRecord } from '../../src-main/contract/errors.ts';
import { createContexts, type Contexts } from '../support/call-context.ts';
import {
  createFakeApplication,
  createRunDocument,
  createRunRow,
  type FakeApplication,
  type FakeParts,
} from '../support/fake-application.ts';
import { createRunFeed } from '../support/run-feed.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { transports, type Connection } from './transports.ts';
import { createStoredRun } from '../support/stored-run.ts';

interface Opened extends Connection {
  readonly application: FakeApplication;
  readonly contexts: Contexts;
}

/** What a call was refused with. */
async function refusal(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (thrown) {
    if (!isAppError(thrown)) {
      throw thrown;
    }
    return toErrorRecord(thrown);
  }
}

describe.each(transports)('$name', (transport) => {
  const start = async (parts: FakeParts = {}): Promise<Opened> => {
    const application = createFakeApplication(parts);
    const contexts = createContexts(application);
    return { ...(await transport.open(contexts)), application, contexts };
  };

  it('a call answers what the application answers', async () => {
    const { client } = await start();
    expect((await client.runs.list()).runs).toEqual([
      createRunRow('0001'),
      createRunRow('0002', { practice: true }),
    ]);
    expect(await client.runs.show({ run: '0001' })).toEqual(createRunDocument('0001'));
    expect(await client.runs.question({ run: '0001' })).toBeNull();
    expect(await client.system.facts({})).toMatchObject({ version: '0.0.0', ownerId: 'owner' });
    expect(await client.reports.make({ run: '0001', language: 'zh-CN' })).toBe(
      '<!doctype html><title>0001</title>',
    );
  });

  it('a decision arrives with the person who made it', async () => {
    const { client, application } = await start();
    await client.runs.skip({ run: '0001', step: 'vlan:外网/VLAN-1120', reason: '客户要求' });
    await client.runs.cancel({ run: '0001' });
    expect(application.calls).toEqual([
      {
        name: 'runs.skip',
        input: { run: '0001', step: 'vlan:外网/VLAN-1120', reason: '客户要求' },
        by: 'engineer',
      },
      { name: 'runs.cancel', input: { run: '0001' }, by: 'engineer' },
    ]);
  });

  it('an error arrives with code, category, both languages and facts', async () => {
    const { client } = await start();
    expect(await refusal(client.runs.show({ run: '0099' }))).toEqual({
      code: 'RUN_NOT_FOUND',
      category: 'notFound',
      message: { zh: '没有执行任务 0099。', en: 'there is no run 0099' },
      data: { run: '0099', near: ['0001'] },
    });
  });

  it('an input that does not fit is refused by the names of its fields', async () => {
    const { client, contexts } = await start();
    const call = client.runs.logs({ run: '0001', from: -1, limit: 'all' as unknown as number });
    expect(await refusal(call)).toMatchObject({ code: 'INPUT_INVALID', category: 'invalid' });
    expect(JSON.stringify(await refusal(call))).toMatch(/from.*limit/);
    expect(contexts.failures).toEqual([]);
  });

  it('an unforeseen error crosses as a reference, and is kept under it', async () => {
    const { client, contexts } = await start();
    const refused = await refusal(client.runs.show({ run: 'broken' }));
    const [failure] = contexts.failures;
    expect(refused).toMatchObject({ code: 'INTERNAL', data: { reference: failure!.reference } });
    const named = expect.stringContaining(failure!.reference) as unknown;
    expect(refused).toMatchObject({ message: { zh: named, en: named } });
    expect(JSON.stringify(refused)).not.toMatch(/hunter2|\.ts/);
    expect(failure).toMatchObject({
      procedure: 'runs.show',
      thrown: new TypeError('cannot read hunter2 of undefined'),
    });
  });

  it('an answer that breaks the contract is our error, not a wrong answer', async () => {
    const { client, contexts } = await start();
    expect(await refusal(client.runs.show({ run: 'misshapen' }))).toMatchObject({ code: 'INTERNAL' });
    expect(contexts.failures).toHaveLength(1);
  });

  it('calls side by side get their own answers', async () => {
    const { client } = await start();
    const calls = Array.from({ length: 60 }, (_, index) =>
      client.runs.logs({ run: `r${index}`, from: index, limit: 1 }),
    );
    const answers = await Promise.all(calls);
    expect(answers.map(([line]) => line!.message.en)).toEqual(
      answers.map((_, index) => `line ${index} of r${index}`),
    );
  });

  it('a large answer arrives whole', async () => {
    const { client } = await start();
    const lines = await client.runs.logs({ run: '0001', from: 0, limit: 10_000 });
    expect([lines.length, lines.at(-1)!.message.zh]).toEqual([10_000, 'line 9999 of 0001']);
  });

  it('giving up a call reaches the application, and is told as canceled', async () => {
    const { client, application } = await start();
    const giveUp = new AbortController();
    const call = refusal(client.runs.settled({ run: 'never' }, { signal: giveUp.signal }));
    await application.settledCalled;
    giveUp.abort();
    expect(await call).toMatchObject({ code: 'CANCELED' });
    await application.settledAborted;
  });

  it('a long stream arrives in order and whole', async () => {
    const { client } = await start({ batches: 400 });
    const seen: string[] = [];
    for await (const batch of await client.feed.changes({ topic: 'index', cursor: null })) {
      seen.push(...batch.rows.map(({ id }) => id));
      if (seen.length === 20_000) {
        break;
      }
    }
    expect(seen).toEqual(Array.from({ length: 20_000 }, (_, index) => String(index)));
  });

  it('leaving a stream ends it in the application', async () => {
    const { client, application } = await start({ batches: 3 });
    for await (const batch of await client.feed.changes({ topic: 'index', cursor: null })) {
      expect(batch.reset).toBe(true);
      break;
    }
    await application.feedEnded;
  });

  it('aborting a stream that waits ends it on both sides', async () => {
    const { client, application } = await start({ batches: 1 });
    const stop = new AbortController();
    const batches = await client.feed.changes({ topic: 'index', cursor: null }, { signal: stop.signal });
    await batches.next();
    const waiting = batches.next().then(
      ({ done }) => (done === true ? 'ended' : 'answered'),
      (thrown: unknown) => (isAppError(thrown) ? thrown.code : 'raw'),
    );
    stop.abort();
    expect(['ended', 'CANCELED']).toContain(await waiting);
    await application.feedEnded;
  });

  it('an error in the middle of a stream arrives as what it is', async () => {
    const store = openStore();
    const { client } = await start({ changes: feedOf(store) });
    const batches = await client.feed.changes({ topic: 'run:0042', cursor: null });
    expect(await refusal(batches.next())).toMatchObject({ code: 'RUN_NOT_FOUND', data: { run: '0042' } });
  });

  it('the feed of a real store follows commits and goes on from its cursor', async () => {
    const store = openStore();
    const { client } = await start({ changes: feedOf(store) });
    await createStoredRun(store, 'a');
    const batches = await client.feed.changes({ topic: 'index', cursor: null });
    const first = await batches.next();
    await createStoredRun(store, 'b');
    const second = await batches.next();
    await batches.return(undefined);
    await createStoredRun(store, 'c');
    const again = await client.feed.changes({ topic: 'index', cursor: second.value?.cursor ?? null });
    const third = await again.next();
    await again.return(undefined);
    const seen = [first, second, third].map(({ value }) => [value?.reset, value?.rows.map(({ id }) => id)]);
    expect(seen).toEqual([
      [true, ['0001']],
      [false, ['0002']],
      [false, ['0003']],
    ]);
  });

  it('paths are granted only where a person types them on this machine', async () => {
    const { client } = await start();
    const path = join(temporaryDirectory(), 'plan.xlsx');
    writeFileSync(path, 'x');
    if (transport.kind === 'gateway' || transport.kind === 'desktop') {
      expect(await refusal(client.files.grant({ path }))).toMatchObject({ code: 'GRANT_REFUSED' });
      expect(await refusal(client.files.grantOut({ path }))).toMatchObject({ code: 'GRANT_REFUSED' });
    } else {
      const { grant } = await client.files.grant({ path });
      const checked = await client.plan.check({ file: grant });
      expect(checked.workbook.path).toBe(path);
    }
  });

  it('a connection that breaks ends the streams and calls of its client', async (context) => {
    const { client, application, disconnect } = await start({ batches: 1 });
    if (disconnect === null) {
      return context.skip();
    }
    const batches = await client.feed.changes({ topic: 'index', cursor: null });
    await batches.next();
    const call = refusal(client.runs.settled({ run: 'never' }));
    await application.settledCalled;
    disconnect();
    await application.feedEnded;
    await application.settledAborted;
    expect(await call).toMatchObject({ code: 'OWNER_UNREACHABLE', category: 'unavailable' });
  });
});

function openStore(): SqliteRunStore {
  return new SqliteRunStore(openDatabase(join(temporaryDirectory(), 'sitewright.db')), (text) => text);
}

function feedOf(store: SqliteRunStore): NonNullable<FakeParts['changes']> {
  let now = 0;
  const clock = { elapsed: () => (now += 1_000), pause: async () => undefined };
  const feed = createRunFeed(store, { clock });
  return (topic, cursor, signal) => feed.changes(topic, cursor, signal);
}
