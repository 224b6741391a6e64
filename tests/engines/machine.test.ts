import { expect, it } from 'vitest';
import { createSecretVault } from '../../src-main/adapters/secrets/vault.ts';
import { createRedactor } from '../../src-main/adapters/secrets/redactor.ts';
import { openDatabase } from '../../src-main/adapters/sqlite/open-database.ts';
import { createSiteKeys } from '../../src-main/adapters/sqlite/site-keys.ts';
import { join } from 'node:path';
import { openScene } from '../support/configure-scene.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { personAt } from './person.ts';

it('the settings say where the home is and what keeps the secrets', async () => {
  const scene = await openScene();
  const { client } = personAt(scene);
  expect(await client.system.facts({})).toMatchObject({
    product: 'sitewright',
    home: scene.home,
    platform: `${process.platform} ${process.arch}`,
    runtimes: { node: process.versions.node, electron: null },
    keystore: { kind: 'memory' },
  });
});

it('secrets that were read for a run are counted, and forgotten on request', async () => {
  const scene = await openScene();
  const person = personAt(scene);
  await person.configure({ only: ['dns'] });
  const kept = async (): Promise<unknown> => (await person.client.system.facts({})).keystore.counts;
  // The administrator, and of each of two hosts the BMC account and two accounts of its own.
  const accounts = { read: 7, overrides: 0, given: 0, connections: 0 };
  expect(await kept()).toEqual(accounts);
  scene.saveWorkbook({ '虚拟网络!D10': 'VLAN-2104' });
  await person.configure({ only: ['dns'] });
  expect(await kept()).toEqual(accounts);
  const none = { read: 0, overrides: 0, given: 0, connections: 0 };
  expect(await person.client.system.clearSecrets({})).toEqual(accounts);
  expect(await kept()).toEqual(none);
  expect(await person.client.system.clearSecrets({})).toEqual(none);
});

it('a forgotten secret is still hidden in what is written', () => {
  const redactor = createRedactor();
  const vault = createSecretVault(redactor);
  vault.give('order', 'token', 'Hush-4711');
  vault.keep('import/1', '主机规划!M19', 'Hush-4712');
  vault.foundIn(
    { sha256: 'sum', path: 'plan.xlsx' },
    new Map([['cluster.administrator.password', 'Hush-4713']]),
  );
  vault.foundIn(
    { sha256: 'later', path: 'plan.xlsx' },
    new Map([['cluster.administrator.password', 'Hush-4713']]),
  );
  expect(vault.counts()).toEqual({ read: 1, overrides: 1, given: 1, connections: 0 });
  vault.clear();
  expect(vault.counts()).toEqual({ read: 0, overrides: 0, given: 0, connections: 0 });
  expect([vault.given('order', 'token'), vault.ofFile('sum'), vault.kept('import/1').size]).toEqual([
    null,
    null,
    0,
  ]);
  expect(redactor.redact('Hush-4711 Hush-4712 Hush-4713')).toBe('*** *** ***');
});

it('keys that were accepted are listed by site, and one of them is forgotten alone', () => {
  const database = openDatabase(join(temporaryDirectory(), 'sitewright.db'));
  const keys = createSiteKeys(database);
  const key = { site: 'smartx:10.0.20.10', kind: 'tls' as const, subject: '10.0.20.10:443' };
  keys.accept({ ...key, fingerprint: 'AA' }, 1);
  keys.accept({ ...key, fingerprint: 'BB' }, 2);
  keys.accept(
    { ...key, site: 'smartx:10.9.9.9', kind: 'ssh', subject: '10.9.9.11:22', fingerprint: 'AA' },
    3,
  );
  expect(keys.list().map(({ site, fingerprint, acceptedAt }) => [site, fingerprint, acceptedAt])).toEqual([
    ['smartx:10.0.20.10', 'BB', 2],
    ['smartx:10.0.20.10', 'AA', 1],
    ['smartx:10.9.9.9', 'AA', 3],
  ]);
  keys.forget({ ...key, fingerprint: 'AA' });
  expect(keys.accepted(key.site, 'tls')).toEqual(['BB']);
  expect(keys.list()).toHaveLength(2);
  database.close();
});
