import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRunFolders } from '../../src-main/adapters/files/run-folders.ts';
import { openReader } from '../../src-main/runtime-reader.ts';
import { openReaderStore } from '../../src-main/services/reader-store.ts';
import { renderDraft } from '../../src-main/services/runs/reports.ts';
import { clientOf } from '../support/call-context.ts';
import { openScene, sheetSecrets, stepOf, type Scene } from '../support/configure-scene.ts';
import { createSecretSearch } from '../support/crash-secrets.ts';
import { personAt } from './person.ts';

const search = createSecretSearch(sheetSecrets);

/** As the command line does that only reads: another process beside the owner, or without one. */
async function reportOfReader(scene: Scene, run: string): Promise<string> {
  const reader = await openReader(scene.home);
  try {
    return await clientOf(reader.application).client.reports.make({ run, language: 'zh-CN' });
  } finally {
    reader.close();
  }
}

describe('the report of a run', () => {
  it('holds no password, from whichever process it is asked', async () => {
    const scene = await openScene({ faults: ['ipmi:host=demo-node-02:fail'] });
    const person = personAt(scene);
    const run = await person.configure({ only: ['dns', 'ipmi'] });
    const own = readFileSync(join(scene.home, 'runs', run.id, 'report.html'), 'utf8');
    const asked = await person.client.reports.make({ run: run.id, language: 'zh-CN' });
    const read = await reportOfReader(scene, run.id);
    await scene.restartRuntime();
    const later = await personAt(scene).client.reports.make({ run: run.id, language: 'en' });
    for (const html of [own, asked, read, later]) {
      expect(html).toContain('demo-node-02');
      expect(search('report', html)).toEqual([]);
    }
  });

  it('as data says the same in both languages, and holds no password either', async () => {
    const scene = await openScene({ faults: ['ipmi:host=demo-node-02:fail'] });
    const person = personAt(scene);
    const run = await person.configure({ only: ['dns', 'ipmi'] });
    const both = await person.client.reports.document({ run: run.id });
    await scene.restartRuntime();
    const later = await personAt(scene).client.reports.document({ run: run.id });
    for (const { 'zh-CN': chinese, en } of [both, later]) {
      expect(search('report', JSON.stringify([chinese, en]))).toEqual([]);
      expect(chinese.checks.map(({ verdict }) => verdict)).toEqual(en.checks.map(({ verdict }) => verdict));
      expect(chinese.conclusion.counts).toEqual(en.conclusion.counts);
      expect(chinese.execution.find(({ key }) => key === 'dns')?.title).toMatch(/服务器/);
      expect(en.execution.find(({ key }) => key === 'dns')?.title).toMatch(/servers/);
    }
  });

  it('is not made by any process when it would hold one: the password stands where a name belongs', async () => {
    const scene = await openScene({ cells: { '文档描述!C15': 'Demo-fisheye-01' } });
    const person = personAt(scene);
    const run = await person.configure({ only: ['dns'] });
    const refused = { code: 'SECRET_IN_EXPORT', category: 'internal' };
    expect(stepOf(run, 'report')).toMatchObject({ state: 'warning', error: { code: 'SECRET_IN_EXPORT' } });
    expect(() => readFileSync(join(scene.home, 'runs', run.id, 'report.html'))).toThrow(/ENOENT/);
    const order = { run: run.id, language: 'en' } as const;
    await expect(person.client.reports.make(order)).rejects.toMatchObject(refused);
    await expect(reportOfReader(scene, run.id)).rejects.toMatchObject(refused);
    await scene.restartRuntime();
    await expect(personAt(scene).client.reports.make(order)).rejects.toMatchObject(refused);
    await expect(personAt(scene).client.reports.document({ run: run.id })).rejects.toMatchObject(refused);
    const thrown: unknown = await reportOfReader(scene, run.id).catch((error: unknown) => error);
    expect(search('refusal', String(thrown) + JSON.stringify(thrown))).toEqual([]);
  });
});

it('the report has the same content sum in Chinese and in English, as it says', async () => {
  const scene = await openScene();
  const { id: run } = await scene.configure({ only: ['vip'] });
  const now = Date.parse('2026-11-29T04:00:00Z');
  const folders = createRunFolders(join(scene.home, 'runs'));
  const store = await openReaderStore(join(scene.home, 'sitewright.db'), folders, { now: () => now });
  onTestFinished(() => void store?.database.close());
  const report = store?.reports.find(({ kind }) => kind === 'configure')?.report;
  const sums = await Promise.all(
    (['zh-CN', 'en'] as const).map(async (language) => {
      const html = await renderDraft((await report?.draft(run))!, language);
      return /SHA-256 ((?:[0-9a-f]{4} ){3}… [0-9a-f]{4})</.exec(html)?.[1];
    }),
  );
  expect(sums[0]).toBeDefined();
  expect(sums[1]).toBe(sums[0]);
});
