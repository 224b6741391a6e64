import { configureOrder } from '../../src-main/contract/configure-order.ts';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RunDocument } from '../../src-main/contract/run.ts';
import { readCellText } from '../../src-main/workbook/write-cell.ts';
import { openProxy } from '../support/site-proxy.ts';
import type { SampleChanges } from '../support/sample-sheets.ts';
import {
  attachPlan,
  openScene,
  requests,
  serialCell,
  stageLog,
  stepOf,
  unhappySteps,
  type Scene,
} from '../support/configure-scene.ts';
import { personAt, type Person } from './person.ts';

const serialOnly = { only: ['serial', 'write-back'] };
const changedDns = { '集群管理信息!E25': '192.0.2.77' };
const choices = ['snapshot', 'sheet', 'end'];

const cellOf = (
  path: string,
  { sheet, cell }: { readonly sheet: string; readonly cell: string } = serialCell,
): Promise<string | null> => readCellText(path, sheet, cell);
const serialOf = (scene: Scene): string => scene.site().describe().cluster!.serial;
const besides = (scene: Scene): readonly string[] => readdirSync(dirname(scene.workbook)).sort();
async function retry({ client }: Person, run: string): Promise<RunDocument> {
  await client.runs.retry({ run, steps: null, edits: [], secrets: [] });
  return client.runs.settled({ run });
}
const writtenTo = (run: { readonly outputs: unknown }): string | null =>
  z.object({ workbook: z.string().nullable() }).parse(run.outputs).workbook;

describe('a workbook that was changed since the run read it', () => {
  it('is asked about before anything is sent; the plan as it was leaves what the customer changed', async () => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const person = personAt(scene);
    const run = await person.client.runs.start({
      ...configureOrder(person.request({ only: ['dns', 'serial', 'write-back'] })),
      confirmed: false,
    });
    expect((await person.client.runs.settled({ run })).waiting?.reason).toBe('confirm');
    scene.saveWorkbook(changedDns);
    const question = await person.client.runs.question({ run });
    const asked = await person.answer(run, question?.choices[0]?.id ?? '');
    expect(asked.waiting?.choices?.map(({ id }) => id)).toEqual(choices);
    expect(requests(await scene.journal())).toEqual([]);

    const done = await person.answer(run, 'snapshot');
    expect([done.state, done.warnings, writtenTo(done)]).toEqual(['succeeded', 1, scene.workbook]);
    await scene.restartSite();
    const again = await retry(person, run);
    expect([again.state, again.warnings]).toEqual(['succeeded', 0]);
    expect(scene.site().state().dns[0]).toBe('192.0.2.7');
    expect(await cellOf(scene.workbook)).toBe(serialOf(scene));
    expect(await cellOf(scene.workbook, { sheet: '集群管理信息', cell: 'E25' })).toBe('192.0.2.77');
  });

  it('is a version of the import once it was read, where our own write-back made it', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { id, versions } = await person.imported();
    const run = await person.configure(serialOnly);
    expect([run.state, run.warnings]).toEqual(['succeeded', 0]);
    const { workbook } = await person.client.plan.read(person.sheet);
    const [before, after, ...more] = (await person.client.imports.show({ id })).versions;
    expect([before?.sha256, after?.sha256, more]).toEqual([versions[0]?.sha256, workbook.sha256, []]);
    expect([before?.isWriteBack, after?.isWriteBack]).toEqual([false, true]);
    const between = { id, before: before?.sha256 ?? '', after: after?.sha256 ?? '' };
    expect(await person.client.imports.difference(between)).toEqual([]);
    // Who previewed the version before it was shown the same plan.
    const previewed = { sha256: before?.sha256 ?? '' };
    const started = await person.configure({ only: ['dns'], ...previewed });
    expect(started.state).toBe('succeeded');
    // What the customer changes is not taken for ours.
    scene.saveWorkbook(changedDns);
    await person.client.plan.read(person.sheet);
    expect((await person.client.imports.show({ id })).versions).toHaveLength(2);
    await expect(person.configure(previewed)).rejects.toMatchObject({ code: 'WORKBOOK_CHANGED' });
  });

  it('is not the one that our own write-back made', async () => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const run = await personAt(scene).configure({ only: ['dns', 'serial', 'write-back'] });
    expect([run.warnings, await cellOf(scene.workbook)]).toEqual([1, serialOf(scene)]);
    await scene.restartSite();
    await scene.restartRuntime();
    const again = await retry(personAt(scene), run.id);
    expect([again.state, again.waiting, again.warnings]).toEqual(['succeeded', undefined, 0]);
  });

  it('is asked about also when another run has written into the new version meanwhile', async () => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const person = personAt(scene);
    const run = await person.configure({ only: ['dns'] });
    expect(run.warnings).toBe(1);
    scene.saveWorkbook(changedDns);
    const other = await person.configure(serialOnly);
    expect([other.state, await cellOf(scene.workbook)]).toEqual(['succeeded', serialOf(scene)]);
    await scene.restartSite();
    const asked = await retry(person, run.id);
    expect([asked.state, asked.waiting?.choices?.map(({ id }) => id)]).toEqual(['waiting', choices]);
    expect((await person.answer(run.id, 'sheet')).state).toBe('succeeded');
    expect(scene.site().state().dns[0]).toBe('192.0.2.77');
  });
});

describe('a workbook that another one took the place of in the middle of a run', () => {
  /** A run that has the workbook replaced just before its serial is read. */
  async function replaced(
    cells: SampleChanges['cells'],
    only = serialOnly.only,
  ): Promise<{ scene: Scene; run: RunDocument }> {
    const scene = await openScene();
    await attachPlan(scene);
    const baseUrl = await openProxy(scene.site().url, {
      onRequest: (_method, path) => {
        if (path.includes('license')) {
          scene.saveWorkbook(cells);
        }
      },
    });
    const site = { kind: 'real' as const, baseUrl, allowHttp: true };
    return { scene, run: await scene.configure({ only, site }) };
  }

  const otherSheet = { '主机规划!B19': 'Lab-Cls99', '主机规划!D3': 'OTHER-SERIAL-1' };

  it('is asked about, naming what differs, and not written to unless a person says so', async () => {
    const { scene, run } = await replaced(otherSheet);
    expect([run.state, run.waiting?.reason]).toEqual(['waiting', 'ask']);
    expect(run.waiting?.question?.zh).toMatch(/已不是本任务所用的那一份/);
    expect(run.waiting?.choices?.map(({ id }) => id)).toEqual(['recheck', 'write', 'keep']);
    const before = readFileSync(scene.workbook);
    const kept = await scene.answer(run.id, 'keep', { reason: 'it is the neighbour' });
    // Picked up again, the run asks first which plan holds.
    const ended = kept.state === 'waiting' ? await scene.answer(run.id, 'snapshot') : kept;
    expect([ended.state, writtenTo(ended)]).toEqual(['succeeded', null]);
    expect(readFileSync(scene.workbook)).toEqual(before);
  });

  it('is written to with a warning where only other cells were edited; a retry finds it done', async () => {
    const { scene, run } = await replaced(changedDns);
    expect([run.state, run.warnings, await cellOf(scene.workbook)]).toEqual([
      'succeeded',
      1,
      serialOf(scene),
    ]);
    const warned = stepOf(run, 'write-back');
    expect([warned.state, warned.error?.code]).toEqual(['warning', 'WORKBOOK_CHANGED']);
    expect(writtenTo(run)).toBe(scene.workbook);
    const { client } = personAt(scene);
    const { remaining, conclusion } = (await client.reports.document({ run: run.id })).en;
    expect(remaining.map(({ problem }) => problem).join()).toMatch(/was changed after this run had read it/);
    expect(conclusion.verdict).not.toBe('passed');
    expect(stageLog(scene, run.id)).toMatch(/was changed after this run had read it/);
  });

  it('is a warning of a run that writes nothing into it', async () => {
    const { scene, run } = await replaced(changedDns, ['serial']);
    expect([run.state, run.warnings]).toEqual(['succeeded', 1]);
    expect(stepOf(run, 'report')).toMatchObject({ state: 'warning', error: { code: 'WORKBOOK_CHANGED' } });
    const { remaining } = (await personAt(scene).client.reports.document({ run: run.id })).en;
    expect(remaining.map(({ problem }) => problem).join()).toMatch(/was changed after this run had read it/);
  });
});

describe('a serial that is none', () => {
  it.each(['=cmd|x', '\u001b[31mRED'])('(%j) is not written to the workbook', async (serial) => {
    const scene = await openScene();
    await attachPlan(scene);
    const baseUrl = await openProxy(scene.site().url, {
      rewrite: (path, body) =>
        path.includes('license') ? JSON.stringify({ ec: 'EOK', data: { serial } }) : body,
    });
    const before = readFileSync(scene.workbook);
    const run = await scene.configure({
      ...serialOnly,
      site: { kind: 'real', baseUrl, allowHttp: true },
    });
    expect([run.state, unhappySteps(run)]).toEqual([
      'succeeded',
      { serial: 'warning SERIAL_MISSING', 'write-back': 'skipped' },
    ]);
    expect(readFileSync(scene.workbook)).toEqual(before);
  });
});

describe('a workbook that cannot be written to', () => {
  it.each([
    { what: 'is open in Excel', owner: '~$planning.xlsx' },
    { what: 'is open in WPS', owner: '.~planning.xlsx' },
    { what: 'is marked read-only', owner: null },
  ])('stays as it is, and a copy beside it has the serial, when it $what', async ({ owner }) => {
    const scene = await openScene();
    const bytes = readFileSync(scene.workbook);
    if (owner === null) {
      chmodSync(scene.workbook, 0o444);
    } else {
      writeFileSync(join(dirname(scene.workbook), owner), 'Chen');
    }
    const person = personAt(scene);
    const run = await person.configure(serialOnly);
    const copy = join(dirname(scene.workbook), 'planning.sitewright.xlsx');
    expect([run.state, writtenTo(run), await cellOf(copy)]).toEqual(['succeeded', copy, serialOf(scene)]);
    expect(readFileSync(scene.workbook)).toEqual(bytes);
    const lines = await person.client.runs.logs({ run: run.id, from: 1, limit: 10_000 });
    const warning = lines.find(({ level, step }) => level === 'warn' && step === 'write-back');
    expect(run.warnings).toBe(1);
    expect(warning?.message.zh).toContain(`其他程序打开或为只读，未改动；序列号已写入副本 ${copy}。请`);
    expect(warning?.message.en).toContain(copy);
    expect(stageLog(scene, run.id)).toContain('planning.sitewright.xlsx');
    expect(await person.client.reports.make({ run: run.id, language: 'zh-CN' })).toContain(
      'planning.sitewright.xlsx',
    );

    const before = besides(scene);
    const again = await person.configure(serialOnly);
    expect([again.state, writtenTo(again), besides(scene)]).toEqual(['succeeded', copy, before]);
  });
});

describe('a cell that holds a serial already', () => {
  it('is not written again when it is the same one', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    await person.configure(serialOnly);
    const [bytes, { mtimeMs, ino }, files] = [
      readFileSync(scene.workbook),
      statSync(scene.workbook),
      besides(scene),
    ];
    const again = await person.configure(serialOnly);
    expect([again.state, again.warnings, stepOf(again, 'write-back').changed]).toEqual([
      'succeeded',
      0,
      false,
    ]);
    expect(statSync(scene.workbook)).toMatchObject({ mtimeMs, ino });
    expect([readFileSync(scene.workbook).equals(bytes), besides(scene)]).toEqual([true, files]);
  });

  it('of another cluster is asked about and never overwritten by going on', async () => {
    const scene = await openScene({ cells: { '主机规划!E19': 'OLD-SERIAL' } });
    const bytes = readFileSync(scene.workbook);
    const person = personAt(scene);
    const run = await person.configure(serialOnly);
    expect(run.waiting?.choices?.map(({ id }) => id)).toEqual(['overwrite', 'keep']);
    await expect(person.answer(run.id, 'yes')).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
    await scene.restartRuntime();
    const later = personAt(scene);
    await later.client.runs.cancel({ run: run.id });
    const ended = await later.client.runs.settled({ run: run.id });
    expect([ended.state, readFileSync(scene.workbook).equals(bytes)]).toEqual(['canceled', true]);
    const kept = await later.configure(serialOnly);
    const done = await later.answer(kept.id, 'keep', { reason: '合同上印的是旧号' });
    expect([done.state, readFileSync(scene.workbook).equals(bytes)]).toEqual(['succeeded', true]);
    const report = await later.client.reports.make({ run: kept.id, language: 'zh-CN' });
    expect(report).toContain('合同上印的是旧号');
  });
});
