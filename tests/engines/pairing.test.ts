import { describe, expect, it } from 'vitest';
import type { Site } from '../../src-main/contract/configure.ts';
import { openScene, requests, stepOf, unhappySteps, type Scene } from '../support/configure-scene.ts';
import { deploy, spareOf } from '../support/other-hosts.ts';
import { personAt } from './person.ts';

const [first, second] = ['demo-node-01', 'demo-node-02'] as const;
const everyFact = ['serial', 'name', 'address', 'storage'];

/** The practice site as a real one: its hosts are those it has, whatever a sheet says. */
const realSite = (scene: Scene): Site => ({ kind: 'real', baseUrl: scene.site().url, allowHttp: true });

function uuidOf(scene: Scene, name: string): string {
  const host = scene
    .site()
    .describe()
    .hosts.find((candidate) => candidate.name === name);
  if (host === undefined) {
    throw new TypeError(`the site has no host ${name}`);
  }
  return host.uuid;
}

/** The second host's row does not say a word that is true of it. */
const strange = {
  '主机规划!D4': 'OTHER-SN',
  '主机规划!H4': 'other-node',
  '主机规划!I4': '192.0.2.250',
  '主机规划!N4': '198.51.100.250',
};

describe('the pairing table', () => {
  it('has each planned host beside the scanned one with the facts that agree, and sends nothing', async () => {
    const scene = await openScene();
    const { client, request } = personAt(scene);
    const rows = await client.configure.pairing(request());
    const bmcs = ['203.0.113.11', '203.0.113.12'];
    expect(rows).toEqual(
      [first, second].map((planned, index) => ({
        planned,
        uuid: uuidOf(scene, planned),
        serial: `DEMO-SN-0${index + 1}`,
        hostname: planned,
        bmcAddress: bmcs[index],
        agreeing: everyFact,
        verdict: 'paired',
      })),
    );
    expect(requests(await scene.journal())).toEqual([]);
    expect((await client.runs.list()).runs).toEqual([]);
  });

  it('tells ambiguous hosts from missing ones', async () => {
    const scene = await openScene();
    await deploy(scene, spareOf);
    const { client, request } = personAt(scene);
    const ambiguous = await client.configure.pairing(request({ site: realSite(scene) }));
    expect(ambiguous.map(({ planned, verdict }) => `${planned} ${verdict}`)).toEqual([
      `${first} paired`,
      `${second} ambiguous`,
    ]);
    scene.saveWorkbook(strange);
    const missing = await client.configure.pairing(request({ site: realSite(scene) }));
    expect(missing[1]).toEqual({
      planned: 'other-node',
      uuid: null,
      serial: null,
      hostname: null,
      bmcAddress: '203.0.113.12',
      agreeing: [],
      verdict: 'missing',
    });
  });
});

describe('a run that cannot tell the hosts', () => {
  it('takes name=uuid, but never one host for two', async () => {
    const scene = await openScene();
    await deploy(scene, spareOf);
    const person = personAt(scene);
    const run = await person.configure({ only: ['dns'] });
    expect(run.waiting?.question?.zh).toContain(second);
    const taken = await person.answer(run.id, 'pair', { value: `${second}=${uuidOf(scene, first)}` });
    expect([taken.state, taken.waiting?.reason]).toEqual(['waiting', 'ask']);
    expect(requests(await scene.journal())).toEqual([]);
    const given = `${first}=${uuidOf(scene, first)}, ${second}=${uuidOf(scene, 'spare')}`;
    const paired = await person.answer(run.id, 'pair', { value: given });
    expect([paired.state, unhappySteps(paired)]).toEqual(['succeeded', {}]);
  });

  it('looks again after the sheet was corrected, with the new sheet', async () => {
    const scene = await openScene();
    await deploy(scene);
    scene.saveWorkbook(strange);
    const person = personAt(scene);
    const run = await person.configure({ only: ['dns'], site: realSite(scene) });
    expect(run.waiting?.question?.en).toMatch(/with the 2 scanned hosts: other-node\./);
    scene.saveWorkbook({});
    const asked = await person.answer(run.id, 'recheck');
    expect(asked.waiting?.choices?.map(({ id }) => id)).toEqual(['snapshot', 'sheet', 'end']);
    expect(requests(await scene.journal())).toEqual([]);
    const done = await person.answer(run.id, 'sheet');
    expect([done.state, unhappySteps(done)]).toEqual(['succeeded', {}]);
    expect(stepOf(done, 'pairing').message?.zh).toContain('2');
    const report = await person.client.reports.make({ run: run.id, language: 'en' });
    expect(report).toContain(uuidOf(scene, second));
  });

  it('looks again after a cell was corrected in the tool, which is a new sheet as well', async () => {
    const scene = await openScene();
    await deploy(scene);
    scene.saveWorkbook(strange);
    const person = personAt(scene);
    const run = await person.configure({ only: ['dns'], site: realSite(scene) });
    const { id } = await person.imported();
    const serial = { sheet: '主机规划', cell: 'D4', value: 'DEMO-SN-02' };
    await person.client.imports.override({ id, ...serial, secret: null, reason: '与铭牌核对' });
    const asked = await person.answer(run.id, 'recheck');
    expect(asked.waiting?.choices?.map((choice) => choice.id)).toEqual(['snapshot', 'sheet', 'end']);
    const done = await person.answer(run.id, 'sheet');
    expect([done.state, unhappySteps(done)]).toEqual(['succeeded', {}]);
  });
});
