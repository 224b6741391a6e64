import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openScene, type Scene } from '../support/configure-scene.ts';
import { personAt } from './person.ts';

/** What the latest automatic copy has; null without one. */
function copied(scene: Scene, sql: string): unknown {
  const path = join(scene.home, 'backups', 'sitewright-1.db');
  if (!existsSync(path)) {
    return null;
  }
  const database = new Database(path, { readonly: true });
  const found: unknown = database.prepare(sql).pluck().get();
  database.close();
  return found;
}

it('every decision of a person is worth a copy of the home, without any run', async () => {
  const scene = await openScene();
  await scene.restartRuntime();
  expect(copied(scene, 'SELECT 1')).toBeNull();

  const { id } = await personAt(scene).imported();
  const cell = { id, sheet: '虚拟网络', cell: 'F9' };
  await personAt(scene).client.imports.override({ ...cell, value: '2102', secret: null, reason: null });
  await scene.restartRuntime();
  expect(copied(scene, 'SELECT value FROM cell_override')).toBe('2102');

  const chosen = 'smartx:10.0.20.10';
  await personAt(scene).client.system.keepSettings({ site: chosen });
  await scene.restartRuntime();
  expect(copied(scene, `SELECT value FROM home_setting WHERE name = 'site'`)).toBe(chosen);

  // What only looks makes no copy: the latest one stays the latest.
  await personAt(scene).client.imports.list();
  await scene.restartRuntime();
  expect(existsSync(join(scene.home, 'backups', 'sitewright-3.db'))).toBe(false);
});
