import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openScene, type Scene } from '../support/configure-scene.ts';
import { createSecretSearch, searchDirectory } from '../support/crash-secrets.ts';
import { createTestCipher } from '../support/test-cipher.ts';
import { personAt } from './person.ts';

const passwordCell = { sheet: '主机规划', cell: 'M19' } as const;
/** Characters that some layer or other writes differently than they are. */
const secret = String.raw`Neu"\%+&<中文'/?= 7x`;
const keystore = { cipher: createTestCipher() };

const keptIn = async (scene: Scene): Promise<unknown> => {
  const { kind, counts } = (await personAt(scene).client.system.facts({})).keystore;
  return { kind, count: counts.overrides };
};

it("a corrected password outlives the process where the system's keystore keeps it, and is nowhere in the clear", async () => {
  const scene = await openScene();
  await scene.restartRuntime(keystore);
  const person = personAt(scene);
  const { id } = await person.imported();
  const correction = { id, ...passwordCell, value: null, secret, reason: '已更换' };
  await person.client.imports.override(correction);
  expect(searchDirectory(scene.home, createSecretSearch([secret]))).toEqual([]);

  await scene.restartRuntime(keystore);
  expect(await keptIn(scene)).toEqual({ kind: 'safeStorage', count: 1 });
  const run = await personAt(scene).configure({ only: ['dns'] });
  // Nobody was asked for it.
  expect(run.state).toBe('succeeded');
  expect(searchDirectory(scene.home, createSecretSearch([secret]))).toEqual([]);

  await scene.restartRuntime();
  expect(await keptIn(scene)).toEqual({ kind: 'memory', count: 0 });
});

it('clearing the secrets empties the keystore, and a correction that is taken back leaves it', async () => {
  const scene = await openScene();
  const file = join(scene.home, 'passwords.sealed');
  await scene.restartRuntime(keystore);
  const { client, imported } = personAt(scene);
  const { id } = await imported();
  const correction = { id, ...passwordCell, value: null, secret, reason: null };
  await client.imports.override(correction);
  expect(existsSync(file)).toBe(true);
  await client.system.clearSecrets({});
  expect([existsSync(file), await keptIn(scene)]).toEqual([false, { kind: 'safeStorage', count: 0 }]);

  await client.imports.override(correction);
  expect(existsSync(file)).toBe(true);
  await client.imports.removeOverride({ id, ...passwordCell });
  expect(existsSync(file)).toBe(false);
});

it('a home opens although what was kept there cannot be read, and says so', async () => {
  const scene = await openScene();
  writeFileSync(join(scene.home, 'passwords.sealed'), 'of another machine');
  const reported: string[] = [];
  await scene.restartRuntime({ ...keystore, report: (text) => void reported.push(text) });
  expect(reported).toEqual([expect.stringContaining('the kept passwords cannot be read')]);
  expect(await keptIn(scene)).toEqual({ kind: 'safeStorage', count: 0 });
});
