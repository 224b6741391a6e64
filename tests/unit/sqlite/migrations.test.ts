import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrate, requireCurrent } from '../../../src-main/adapters/sqlite/migrate.ts';
import { migrations } from '../../../src-main/adapters/sqlite/migrations/in-order.ts';
import { openDatabase, openDatabaseForReading } from '../../../src-main/adapters/sqlite/open-database.ts';
import { writeFileSync } from 'node:fs';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** A database as the program of that version left it. */
function databaseAt(version: number): Database.Database {
  const database = new Database(':memory:');
  database.pragma('foreign_keys = ON');
  migrate(
    database,
    migrations.filter((migration) => migration.version <= version),
  );
  return database;
}

const tablesOf = (database: Database.Database): unknown[] =>
  database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
    .pluck()
    .all();

const addRun = (database: Database.Database, id = '0001'): unknown =>
  database.exec(`INSERT INTO run (id, kind, version, title, input, practice, targets, state, questions, allows, warnings, created_at_ms, revision)
    VALUES ('${id}', 'configure', 1, 't', '{}', 0, '[]', 'running', '[]', '[]', 0, 1, 1)`);

describe('migrations', () => {
  it('have rising numbers in tens', () => {
    const versions = migrations.map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(versions.every((version) => version % 10 === 0)).toBe(true);
  });

  it('make every table STRICT, so that SQLite never turns a text into a number', () => {
    const database = databaseAt(Number.POSITIVE_INFINITY);
    const loose = database
      .prepare(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
      )
      .pluck()
      .all();
    expect(loose).toEqual([]);
  });

  it('10: runs, steps and attempts refer to each other, a target has one holder', () => {
    const database = databaseAt(10);
    addRun(database);
    expect(() =>
      database.exec(
        `INSERT INTO attempt (run_id, step_key, number, started_at_ms) VALUES ('0001', 'nowhere', 1, 1)`,
      ),
    ).toThrow(/FOREIGN KEY/);
    database.exec(`INSERT INTO hold VALUES ('site', '0001')`);
    expect(() => database.exec(`INSERT INTO hold VALUES ('site', '0001')`)).toThrow(/UNIQUE/);
  });

  it('20: adds keys of sites and chunks of uploads, and leaves the runs alone', () => {
    const database = databaseAt(10);
    addRun(database);
    migrate(
      database,
      migrations.filter(({ version }) => version <= 20),
    );
    expect(database.prepare('SELECT id, state FROM run').all()).toEqual([{ id: '0001', state: 'running' }]);
    expect(tablesOf(database)).toEqual(expect.arrayContaining(['site_key', 'upload_chunk']));
    expect(() => database.exec(`INSERT INTO site_key VALUES ('s', 'gpg', 'a', 'f', 1)`)).toThrow(/CHECK/);
  });

  it('30: adds imports with their overrides, and leaves accepted keys alone', () => {
    const database = databaseAt(20);
    database.exec(`INSERT INTO site_key VALUES ('s', 'tls', 'a', 'f', 1)`);
    migrate(
      database,
      migrations.filter(({ version }) => version <= 30),
    );
    expect(database.prepare('SELECT * FROM site_key').all()).toEqual([
      { site: 's', kind: 'tls', subject: 'a', fingerprint: 'f', accepted_at_ms: 1 },
    ]);
    expect(tablesOf(database)).toEqual(
      expect.arrayContaining([
        'workbook_import',
        'workbook_version',
        'cell_override',
        'ignored_finding',
        'profile_mapping',
      ]),
    );
  });

  it('40: keeps every sentence in both languages, as the same words where there was one', () => {
    const database = databaseAt(30);
    addRun(database);
    const question = {
      id: 'run/confirm',
      reason: 'confirm',
      code: 'confirm',
      text: 'Start?',
      choices: [{ id: 'go', title: 'Go', needsReason: true }],
    };
    database
      .prepare(`UPDATE run SET questions = ?, input = ?`)
      .run(
        JSON.stringify([question]),
        JSON.stringify({ blocked: [{ path: 'cluster.vip', because: 'wrong' }], notPlanned: [], edits: [1] }),
      );
    database
      .prepare(
        `INSERT INTO step (run_id, key, position, shape, state, attempts, message, failure, skip_reason, by_person, revision)
          VALUES ('0001', 'vip', 0, ?, 'failed', 1, 'it''s "so"', ?, ?, 0, 1)`,
      )
      .run(
        JSON.stringify({ key: 'vip', title: 'VIP', dependsOn: [{ key: 'a', requires: 'settled' }] }),
        JSON.stringify({ code: 'JOB_FAILED', message: 'no', data: { a: [1] } }),
        JSON.stringify({ kind: 'person', text: 'later' }),
      );
    database.exec(
      `INSERT INTO attempt (run_id, step_key, number, started_at_ms, found, error) VALUES ('0001', 'vip', 1, 1, 'f', '{"code":"X","message":"no"}')`,
    );
    migrate(
      database,
      migrations.filter(({ version }) => version <= 40),
    );
    const both = (words: string): unknown => ({ zh: words, en: words });
    const column = (name: string, table: string): unknown =>
      JSON.parse(database.prepare(`SELECT ${name} FROM ${table}`).pluck().get() as string);
    expect(column('message', 'step')).toEqual(both('it\'s "so"'));
    expect(column('shape', 'step')).toEqual({
      key: 'vip',
      title: both('VIP'),
      dependsOn: [{ key: 'a', requires: 'settled' }],
    });
    expect(column('failure', 'step')).toEqual({ code: 'JOB_FAILED', message: both('no'), data: { a: [1] } });
    expect(column('skip_reason', 'step')).toEqual({ kind: 'person', text: both('later') });
    expect(column('found', 'attempt')).toEqual(both('f'));
    expect(column('error', 'attempt')).toEqual({ code: 'X', message: both('no') });
    expect(column('questions', 'run')).toEqual([
      { ...question, text: both('Start?'), choices: [{ id: 'go', title: both('Go'), needsReason: true }] },
    ]);
    expect(column('allows', 'run')).toEqual([]);
    expect(column('input', 'run')).toEqual({
      blocked: [{ path: 'cluster.vip', because: both('wrong') }],
      notPlanned: [],
      edits: [1],
    });
  });

  it('40: lets an ended run be read again, and completes what is known of its write-back', () => {
    const database = databaseAt(30);
    addRun(database);
    database
      .prepare(`UPDATE run SET state = 'succeeded', allows = '["retry"]', input = ?`)
      .run(JSON.stringify({ blocked: [], notPlanned: [], workbook: { path: 'p.xlsx', sha256: 'before' } }));
    const step = database.prepare(
      `INSERT INTO step (run_id, key, position, shape, state, attempts, by_person, revision) VALUES ('0001', ?, 0, ?, 'succeeded', 1, 0, 1)`,
    );
    for (const key of ['write-back', 'reread']) {
      step.run(key, JSON.stringify({ key, title: key }));
    }
    const attempt = database.prepare(
      `INSERT INTO attempt (run_id, step_key, number, started_at_ms, intent) VALUES ('0001', ?, 1, 1, ?)`,
    );
    attempt.run('write-back', JSON.stringify({ path: 'p.xlsx', sha256After: 'after' }));
    attempt.run('reread', '{}');
    migrate(
      database,
      migrations.filter(({ version }) => version <= 40),
    );
    expect(database.prepare('SELECT allows FROM run').pluck().get()).toBe('["retry","recheck"]');
    const shapes = database.prepare(
      `SELECT key, shape ->> 'repeatable' AS repeatable FROM step ORDER BY key`,
    );
    expect(shapes.all()).toEqual([
      { key: 'reread', repeatable: 1 },
      { key: 'write-back', repeatable: null },
    ]);
    const intent = database.prepare(`SELECT intent FROM attempt WHERE step_key = 'write-back'`).pluck().get();
    expect(JSON.parse(intent as string)).toEqual({
      path: 'p.xlsx',
      sha256After: 'after',
      sha256Before: 'before',
    });
  });

  it('50: counts the steps of every run by state', () => {
    const database = databaseAt(40);
    addRun(database);
    const step = database.prepare(
      `INSERT INTO step (run_id, key, position, shape, state, attempts, by_person, revision) VALUES ('0001', ?, 0, '{}', ?, 1, 0, 1)`,
    );
    for (const [key, state] of Object.entries({ a: 'succeeded', b: 'succeeded', c: 'failed' })) {
      step.run(key, state);
    }
    migrate(
      database,
      migrations.filter(({ version }) => version <= 50),
    );
    const counts = database.prepare('SELECT counts FROM run').pluck().get();
    expect(JSON.parse(counts as string)).toEqual({ succeeded: 2, failed: 1 });
  });

  it('bring a workbook that was read before forward: what was found in it is not known yet', () => {
    const database = databaseAt(50);
    database.prepare("INSERT INTO workbook_import (path, imported_at_ms) VALUES ('plan.xlsx', 1)").run();
    database
      .prepare(
        `INSERT INTO workbook_version (import_id, sha256, profile, facts, plan, seen_at_ms) VALUES (1, 'a', 'p', '{}', '{}', 1)`,
      )
      .run();
    migrate(
      database,
      migrations.filter(({ version }) => version <= 60),
    );
    expect(database.prepare('SELECT sha256, counts FROM workbook_version').get()).toEqual({
      sha256: 'a',
      counts: null,
    });
  });

  it('70: keeps one site check for each import and no settings yet, and leaves the imports alone', () => {
    const database = databaseAt(60);
    database.prepare("INSERT INTO workbook_import (path, imported_at_ms) VALUES ('plan.xlsx', 1)").run();
    migrate(
      database,
      migrations.filter(({ version }) => version <= 70),
    );
    expect(database.prepare('SELECT path FROM workbook_import').pluck().all()).toEqual(['plan.xlsx']);
    expect(database.prepare('SELECT count(*) FROM home_setting').pluck().get()).toBe(0);
    const keep = database.prepare("INSERT INTO site_check VALUES (1, 'a', '{}', '[]', 1)");
    keep.run();
    expect(() => keep.run()).toThrow(/UNIQUE/);
  });

  it('80: keeps what tells a site from another under the target that it was read of', () => {
    const database = databaseAt(70);
    addRun(database);
    addRun(database, '0002');
    const identify = database.prepare('UPDATE run SET targets = ?, identity = ? WHERE id = ?');
    identify.run('["smartx:192.0.2.11"]', '["a","b"]', '0001');
    migrate(
      database,
      migrations.filter(({ version }) => version <= 80),
    );
    expect(database.prepare('SELECT identity FROM run ORDER BY id').pluck().all()).toEqual([
      '{"smartx:192.0.2.11":["a","b"]}',
      null,
    ]);
  });

  it('90: runs of before have nobody who started them', () => {
    const database = databaseAt(80);
    addRun(database);
    migrate(database, migrations);
    expect(database.prepare('SELECT started_by FROM run').pluck().all()).toEqual([null]);
  });

  it('100: counts the targets of every run and keeps the first twenty beside them, in their order', () => {
    const database = databaseAt(90);
    addRun(database);
    addRun(database, '0002');
    const many = Array.from({ length: 30 }, (_, index) => `node-${30 - index}`);
    database.prepare('UPDATE run SET targets = ? WHERE id = ?').run(JSON.stringify(many), '0002');
    migrate(database, migrations);
    const rows = database.prepare('SELECT target_count, first_targets FROM run ORDER BY id').raw().all();
    expect(rows).toEqual([
      [0, '[]'],
      [30, JSON.stringify(many.slice(0, 20))],
    ]);
  });

  it('120: what is asked of who runs a step is unknown of the steps of before', () => {
    const database = databaseAt(110);
    addRun(database);
    database.exec(`INSERT INTO step (run_id, key, position, shape, state, attempts, by_person, revision)
      VALUES ('0001', 'a', 0, '{}', 'pending', 0, 0, 1)`);
    migrate(database, migrations);
    expect(database.prepare('SELECT allows FROM step').pluck().all()).toEqual([null]);
  });

  it('130: says of each run what it is about, from the plan that it kept', () => {
    const database = databaseAt(120);
    const plan = { customer: '八九实验室', project: null, cluster: { name: 'C89-LAB' } };
    const runs = [
      ['configure', { plan }, 'smartx:192.0.2.11'],
      ['configure:revert', { input: { plan: { ...plan, project: '超融合' } } }, 'practice:own'],
      [
        'configure',
        { plan: { customer: null, project: '超融合', cluster: { name: null } } },
        'practice:http://127.0.0.1:1',
      ],
      ['other', {}, 'elsewhere'],
    ] as const;
    runs.forEach(([kind, input, target], index) => {
      const id = `000${index + 1}`;
      addRun(database, id);
      database
        .prepare('UPDATE run SET kind = ?, input = ?, targets = ? WHERE id = ?')
        .run(kind, JSON.stringify(input), JSON.stringify([target]), id);
    });
    migrate(
      database,
      migrations.filter(({ version }) => version <= 130),
    );
    const identityLabel = { zh: '主机', en: 'Hosts' };
    const stored = database.prepare('SELECT subject FROM run ORDER BY id').pluck().all() as (string | null)[];
    expect(stored.map((subject) => (subject === null ? null : (JSON.parse(subject) as unknown)))).toEqual([
      { name: 'C89-LAB', owner: '八九实验室', address: '192.0.2.11', identityLabel },
      { name: 'C89-LAB', owner: '八九实验室 · 超融合', address: null, identityLabel },
      { name: '超融合', owner: null, address: 'http://127.0.0.1:1', identityLabel },
      null,
    ]);
    expect(database.prepare('SELECT has_report FROM run ORDER BY id').pluck().all()).toEqual([1, 0, 1, 0]);
  });

  it('180: keeps the connections of before as kubeconfigs by their files, told to followers as new', () => {
    const database = databaseAt(170);
    database.exec('UPDATE store SET revision = 6');
    database.exec(`INSERT INTO connection VALUES
      ('Lab', 'https://192.0.2.1', '/home/li/.kube/config', 'site', 1, '[]', '{"value":"a","isWeak":false}', '[]', 5)`);
    migrate(
      database,
      migrations.filter(({ version }) => version <= 180),
    );
    expect(database.prepare('SELECT * FROM connection').all()).toEqual([
      {
        name: 'Lab',
        kind: 'kubernetes',
        server: 'https://192.0.2.1',
        file: '/home/li/.kube/config',
        context: 'site',
        namespaces: '[]',
        credentials: 'file',
        secret: null,
        variable: null,
        is_default: 1,
        allowed: '[]',
        identity: '{"value":"a","isWeak":false}',
        problems: '[]',
        last_test: null,
        created_at_ms: 5,
        revision: 7,
      },
    ]);
    expect(database.prepare('SELECT revision FROM store').pluck().get()).toBe(7);
    const find = database.prepare('SELECT name FROM connection WHERE name = ?').pluck();
    expect(find.get('lab')).toBe('Lab');
    const another = `INSERT INTO connection SELECT 'b', kind, server, file, context, namespaces, credentials, secret, variable, 1,
      allowed, identity, problems, last_test, created_at_ms, revision FROM connection`;
    expect(() => database.exec(another)).toThrow(/UNIQUE/);
  });

  it('leave nothing behind when one fails, neither tables nor its number', () => {
    const database = databaseAt(10);
    const broken = {
      version: 20,
      name: 'broken',
      sql: 'CREATE TABLE half (id INTEGER) STRICT; CREATE TABLE half (id INTEGER) STRICT;',
    };
    expect(() => migrate(database, [...migrations.slice(0, 1), broken])).toThrow(/already exists/);
    const fresh = new Database(':memory:');
    expect(() => migrate(fresh, [...migrations.slice(0, 1), broken])).toThrow(/already exists/);
    expect([fresh.pragma('user_version', { simple: true }), tablesOf(fresh)]).toEqual([0, []]);
    expect([database.pragma('user_version', { simple: true }), tablesOf(database).includes('half')]).toEqual([
      10,
      false,
    ]);
  });
});

describe('a database', () => {
  it('from the future is refused and left as it is', () => {
    const path = join(temporaryDirectory(), 'sitewright.db');
    const future = new Database(path);
    future.pragma('user_version = 9990');
    future.close();
    expect(() => openDatabase(path)).toThrow(
      expect.objectContaining({ code: 'DATABASE_FROM_FUTURE' }) as Error,
    );
    expect(() => openDatabaseForReading(path)).toThrow(
      expect.objectContaining({ code: 'DATABASE_FROM_FUTURE' }) as Error,
    );
  });

  it('that its owner has not brought forward is refused to readers', () => {
    expect(() => requireCurrent(databaseAt(10), migrations)).toThrow(
      expect.objectContaining({ code: 'DATABASE_OUTDATED' }) as Error,
    );
  });

  it('that is no database is told as damaged', () => {
    const path = join(temporaryDirectory(), 'sitewright.db');
    writeFileSync(
      path,
      'this is not a database, whatever its name says, and it is long enough to be looked at',
    );
    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ code: 'DATABASE_DAMAGED' }) as Error);
  });

  it('that is not there is nothing to read', () => {
    expect(openDatabaseForReading(join(temporaryDirectory(), 'none.db'))).toBeNull();
  });

  it('commits to the disk before it answers', () => {
    const database = openDatabase(join(temporaryDirectory(), 'sitewright.db'));
    expect([
      database.pragma('journal_mode', { simple: true }),
      database.pragma('synchronous', { simple: true }),
    ]).toEqual(['wal', 2]);
    database.close();
  });
});
