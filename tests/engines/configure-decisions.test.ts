import { describe, expect, it } from 'vitest';
import { verbatim } from '../../src-main/contract/text.ts';
import { practicePlanOf } from '../../src-main/engines/configure/practice-plan.ts';
import { readCellText } from '../../src-main/workbook/write-cell.ts';
import {
  countOf,
  openScene,
  requests,
  serialCell,
  stepOf,
  unhappySteps,
  type Scene,
} from '../support/configure-scene.ts';

const hostTwo = 'demo-node-02';
const notChosen = { zh: '本次未选择', en: 'Not selected' };
const keysOf = (run: { steps: readonly { key: string }[] }): readonly string[] =>
  run.steps.map(({ key }) => key);
const cellOf = (scene: Scene): Promise<string | null> =>
  readCellText(scene.workbook, serialCell.sheet, serialCell.cell);

async function practicePlan(scene: Scene): Promise<ReturnType<typeof practicePlanOf>> {
  const { plan } = await scene.client().plan.read({ file: scene.request().file });
  return practicePlanOf(plan);
}

const attach = async (scene: Scene, plan: ReturnType<typeof practicePlanOf>): Promise<void> =>
  scene.site().attach(plan);

describe('the pairing of hosts', () => {
  it('asks when it is ambiguous, sends nothing before, and takes the pairing that is given', async () => {
    const scene = await openScene();
    const plan = await practicePlan(scene);
    const [, second] = plan.hosts;
    const spare = { ...second!, name: 'spare', number: 9, managementIp: '192.0.2.99', storageIp: null };
    await attach(scene, { ...plan, hosts: [...plan.hosts, spare] });
    const run = await scene.configure({ only: ['dns'] });
    expect([run.state, run.waiting?.reason]).toEqual(['waiting', 'ask']);
    expect(run.waiting?.question?.zh).toMatch(/demo-node-02。请按 name=uuid/);
    expect(run.waiting?.question?.en).toMatch(/demo-node-02\. Enter the pairing as name=uuid/);
    expect(requests(await scene.journal())).toEqual([]);

    expect((await scene.answer(run.id, 'recheck')).state).toBe('waiting');
    expect((await scene.answer(run.id, 'pair', { value: 'demo-node-02=nobody' })).state).toBe('waiting');
    await expect(scene.answer(run.id, 'pair')).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
    const uuid = scene
      .site()
      .describe()
      .hosts.find(({ name }) => name === hostTwo)!.uuid;
    const paired = await scene.answer(run.id, 'pair', { value: `${hostTwo}=${uuid}` });
    expect([paired.state, unhappySteps(paired)]).toEqual(['succeeded', {}]);
  });

  it('waits when a host of the sheet is not among the scanned ones; nothing is sent', async () => {
    const scene = await openScene();
    const plan = await practicePlan(scene);
    const strangers = plan.hosts.map((host, index) => ({
      ...host,
      name: `other-${index}`,
      serial: `OTHER-${index}`,
      managementIp: `192.0.2.20${index}`,
      storageIp: null,
    }));
    await attach(scene, { ...plan, hosts: strangers });
    const site = { kind: 'real' as const, baseUrl: scene.site().url, allowHttp: true };
    const run = await scene.configure({ site });
    expect(run.waiting?.question?.zh).toContain('demo-node-01、demo-node-02');
    expect(run.waiting?.question?.en).toMatch(/demo-node-01, demo-node-02/);
    expect(requests(await scene.journal())).toEqual([]);
    const ended = await scene.answer(run.id, 'recheck');
    expect(ended.state).toBe('waiting');
  });
});

describe('the serial in the sheet', () => {
  const cells = { '主机规划!E19': 'OLD-SERIAL' };

  it('is not overwritten without a yes', async () => {
    const scene = await openScene({ cells });
    const run = await scene.configure({ only: ['serial', 'write-back'] });
    const { serial } = scene.site().describe().cluster!;
    expect(run.waiting?.question).toEqual({
      zh: `主机规划!E19 已填 OLD-SERIAL，集群序列号为 ${serial}。是否覆盖？`,
      en: `主机规划!E19 contains OLD-SERIAL; the cluster serial is ${serial}. Overwrite it?`,
    });
    expect(await cellOf(scene)).toBe('OLD-SERIAL');
    const done = await scene.answer(run.id, 'overwrite');
    expect([done.state, done.outputs['workbook'], await cellOf(scene)]).toEqual([
      'succeeded',
      scene.workbook,
      serial,
    ]);
  });

  it('stays when a person says so, with a reason', async () => {
    const scene = await openScene({ cells });
    const run = await scene.configure({ only: ['serial', 'write-back'] });
    await expect(scene.answer(run.id, 'keep')).rejects.toMatchObject({ code: 'REASON_REQUIRED' });
    const done = await scene.answer(run.id, 'keep', { reason: 'the old one is printed on the contract' });
    const { serial } = scene.site().describe().cluster!;
    expect([done.state, done.outputs, await cellOf(scene)]).toMatchObject([
      'succeeded',
      { serial, workbook: null },
      'OLD-SERIAL',
    ]);
  });

  it('is overwritten at once when that was ordered', async () => {
    const scene = await openScene({ cells });
    const run = await scene.configure({ only: ['serial', 'write-back'], overwriteSerial: true });
    expect([run.state, await cellOf(scene)]).toEqual(['succeeded', scene.site().describe().cluster!.serial]);
  });

  it('is kept with the run when the sheet cannot take it; that is a warning', async () => {
    const scene = await openScene({ cells: { '主机规划!E19': { formula: '1+1' } } });
    const run = await scene.configure({ only: ['serial', 'write-back'], overwriteSerial: true });
    expect([run.state, unhappySteps(run)]).toEqual([
      'succeeded',
      { 'write-back': 'warning WORKBOOK_FORMULA_TARGET' },
    ]);
    expect(stepOf(run, 'write-back').message?.zh).toContain('主机规划!E19');
    expect(stepOf(run, 'write-back').message?.en).toMatch(/主机规划!E19 holds a formula .* manually/);
    const { serial } = scene.site().describe().cluster!;
    expect(run.outputs).toMatchObject({ serial, workbook: null });
    scene.saveWorkbook({ '主机规划!E19': null });
    await scene.retry(run.id);
    const again = await scene.answer(run.id, 'sheet');
    expect([again.state, again.warnings, await cellOf(scene)]).toEqual(['succeeded', 0, serial]);
  });
});

describe('a workbook that was changed meanwhile', () => {
  const changed = { '集群管理信息!E25': '192.0.2.77' };

  async function interruptedBySaving(): Promise<{ scene: Scene; run: string }> {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const run = await scene.configure({ only: ['dns'], skip: ['serial', 'write-back'] });
    expect(run.warnings).toBe(1);
    scene.saveWorkbook(changed);
    await scene.restartSite();
    const asked = await scene.retry(run.id);
    expect([asked.state, asked.waiting?.choices?.map(({ id }) => id)]).toEqual([
      'waiting',
      ['snapshot', 'sheet', 'end'],
    ]);
    return { scene, run: run.id };
  }

  it('goes on with the plan as it was', async () => {
    const { scene, run } = await interruptedBySaving();
    expect((await scene.answer(run, 'snapshot')).state).toBe('succeeded');
    expect(scene.site().state().dns).toEqual(['192.0.2.7', '192.0.2.8']);
  });

  it('goes on with the new sheet', async () => {
    const { scene, run } = await interruptedBySaving();
    expect((await scene.answer(run, 'sheet')).state).toBe('succeeded');
    expect(scene.site().state().dns).toEqual(['192.0.2.77', '192.0.2.8']);
  });

  it('waits for the secrets when the plan as it was holds none and our process is a new one', async () => {
    const { scene, run } = await interruptedBySaving();
    await scene.restartRuntime();
    const waiting = await scene.answer(run, 'snapshot');
    expect([waiting.state, waiting.waiting?.reason]).toEqual(['waiting', 'secrets']);
    expect(waiting.waiting?.question?.zh).toContain('cluster.administrator.password');
    expect(waiting.waiting?.question?.en).toMatch(/Missing: cluster\.administrator\.password/);
    const given = await scene.retry(run, {}, { 'cluster.administrator.password': 'Demo-fisheye-01' });
    expect([given.state, given.warnings]).toEqual(['succeeded', 0]);
  });
});

describe('what the sheet does not allow', () => {
  it('leaves out the steps that need a wrong cell, and only those', async () => {
    const cells = {
      '虚拟网络!F9': 9999,
      '虚拟网络!K8': 'LACP',
      '集群管理信息!E25': 'dns.example.net',
      '主机规划!G4': null,
    };
    const scene = await openScene({ cells: { '虚拟网络!F9': 9999 } });
    const one = await scene.configure({ only: ['vds', 'vlan'] });
    expect([one.state, one.leftOut?.find(({ key }) => key.includes('VLAN-2102'))]).toMatchObject([
      'succeeded',
      {
        key: 'vlan:vDS-Business/VLAN-2102',
        because: {
          zh: '虚拟网络!F9 VLAN 须为 0–4094 的整数：9999',
          en: '虚拟网络!F9: VLAN ID must be a whole number from 0 to 4094: 9999',
        },
      },
    ]);
    expect([one.warnings, stepOf(one, 'vlan:vDS-Business/VLAN-2102').state]).toEqual([1, 'warning']);
    expect(unhappySteps(one)).toEqual({ 'vlan:vDS-Business/VLAN-2102': 'warning PLAN_INCOMPLETE' });
    const mended = await scene.retry(one.id, { 'network.switches[3].networks[1].vlanId': '2102' });
    expect([mended.state, mended.warnings, unhappySteps(mended)]).toEqual(['succeeded', 0, {}]);

    const many = await openScene({ cells });
    const run = await many.configure({ skip: ['password'] });
    expect(run.state).toBe('succeeded');
    // A switch that cannot be created takes its networks with it.
    expect(new Set(Object.values(unhappySteps(run)))).toEqual(
      new Set(['warning PLAN_INCOMPLETE', 'skipped']),
    );
    const leftOut = new Set(run.leftOut?.map(({ key }) => key));
    const business = ['vds:vDS-Business', 'vlan:vDS-Business/VLAN-2101', 'vlan:vDS-Business/VLAN-2102'];
    for (const key of [...business, 'dns', `ipmi:${hostTwo}`]) {
      expect([key, leftOut.has(key)]).toEqual([key, true]);
    }
    for (const key of ['ntp', 'vip', 'ipmi:demo-node-01']) {
      expect(keysOf(run)).toContain(key);
    }
    expect(countOf(await many.journal(), 'POST /api/v2/network/vds')).toBe(0);
  });

  it('refuses a sheet without the password of the administrator; no run is made', async () => {
    const scene = await openScene({ cells: { '主机规划!M19': null } });
    await expect(scene.configure()).rejects.toMatchObject({
      code: 'PLAN_INCOMPLETE',
      message: expect.stringMatching(/主机规划!M19: .+ password is missing/) as string,
    });
    expect(requests(await scene.journal())).toEqual([]);
    expect((await scene.client().runs.list()).runs).toEqual([]);
  });

  it('puts the networks on the management switch where it is shared, and creates none', async () => {
    const scene = await openScene({ cells: { '主机规划!Q20': '存储独立' } });
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    expect([run.state, unhappySteps(run)]).toEqual(['succeeded', {}]);
    expect(keysOf(run)).toContain('vlan:vDS-MgMt/VLAN-2101');
    expect(countOf(await scene.journal(), 'POST /api/v2/network/vds')).toBe(0);
    const management = scene
      .site()
      .state()
      .switches.find(({ name }) => name === 'vDS-MgMt');
    expect(management?.vlans.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['VLAN-2101', 'VLAN-2102', 'VLAN-2103']),
    );
  });
});

describe('what a person chooses', () => {
  it('does only what was chosen, with what that cannot do without', async () => {
    const scene = await openScene();
    const run = await scene.configure({ only: ['dns', 'vlan:*'], skip: ['vlan:vDS-Business/VLAN-2103'] });
    const always = ['connect', 'identity', 'scan', 'pairing', 'root', 'session'];
    expect(keysOf(run).slice(0, 7)).toEqual([...always, 'dns']);
    expect(keysOf(run)).toEqual(expect.arrayContaining(['vlan:vDS-Business/VLAN-2101', 'reread', 'report']));
    expect(keysOf(run).some((key) => /VLAN-2103|ntp|ipmi|password|serial|^vds/.test(key))).toBe(false);
    expect(run.leftOut?.find(({ key }) => key === 'ntp')).toMatchObject({ because: notChosen });
    await expect(scene.configure({ only: ['dsn'] })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('skips a failed step, marks another as done, and the run ends by what is left', async () => {
    const scene = await openScene({ faults: ['vlan:name=*:conflict'] });
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    const [first, second, third] = keysOf(run).filter((key) => key.startsWith('vlan:'));
    const { runs } = scene.client();
    const decide = { run: run.id, reason: '客户确认' };
    await runs.skip({ ...decide, step: first! });
    await runs.markDone({ ...decide, step: second! });
    expect((await scene.settled(run.id)).state).toBe('failed');
    await runs.markDone({ ...decide, step: third! });
    const ended = await scene.settled(run.id);
    expect([stepOf(ended, first!), stepOf(ended, second!)]).toMatchObject([
      { state: 'skipped', message: verbatim('客户确认') },
      { state: 'succeeded', message: { zh: '人工标记为已完成：客户确认' } },
    ]);
    expect(ended.state).toBe('succeeded');
    await expect(runs.skip({ ...decide, step: 'connect' })).rejects.toMatchObject({ code: 'STEP_STATE' });
    await expect(runs.skip({ ...decide, step: 'vlan:no/such' })).rejects.toMatchObject({
      code: 'STEP_NOT_FOUND',
    });
  });

  it('edits a value and retries: the step keeps its key, and the plan as read stays', async () => {
    const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    expect(stepOf(run, 'vlan:vDS-Business/VLAN-2102').state).toBe('failed');
    await expect(scene.retry(run.id, { 'network.switches[3].nope': 'x' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    const again = await scene.retry(run.id, { 'network.switches[3].networks[1].name': 'VLAN-2102b' });
    expect([again.state, keysOf(again)]).toEqual(['succeeded', keysOf(run)]);
    const business = scene
      .site()
      .state()
      .switches.find(({ name }) => name === 'vDS-Business');
    expect(business?.vlans.map(({ name }) => name)).toEqual(['VLAN-2101', 'VLAN-2102b', 'VLAN-2103']);
  });

  it('one site takes one run at a time; the refusal names the one that holds it', async () => {
    const scene = await openScene();
    const first = await scene.configure({ confirmed: false });
    expect([first.state, first.waiting?.reason]).toEqual(['waiting', 'confirm']);
    await expect(scene.configure()).rejects.toMatchObject({
      code: 'TARGET_HELD',
      message: expect.stringContaining(first.id) as string,
    });
    expect((await scene.answer(first.id, 'end')).state).toBe('canceled');
    expect(requests(await scene.journal())).toEqual([]);
    expect((await scene.configure({ only: ['dns'] })).state).toBe('succeeded');
  });

  it('cancels in the middle of an upload and later sends only what is missing', async () => {
    const scene = await openScene({ faults: ['upload:chunk=2:fail=2'] });
    const { runs } = scene.client();
    const id = await scene.start({ isoPath: scene.iso, only: ['iso'] });
    const upload = 'POST /api/v2/svt_image/upload_template';
    await expect.poll(async () => countOf(await scene.journal(), upload), { timeout: 20_000 }).toBe(3);
    await runs.cancel({ run: id });
    const canceled = await scene.settled(id);
    expect([canceled.state, stepOf(canceled, 'iso').state]).toEqual(['canceled', 'canceled']);
    await scene.restartSite();
    const again = await scene.retry(id);
    expect([again.state, again.warnings]).toEqual(['succeeded', 0]);
    const journal = await scene.journal();
    const chunks = journal
      .filter(({ path, status }) => path.endsWith('upload_template') && status === 200)
      .map(({ query }) => new URLSearchParams(query).get('chunk_num'));
    expect(chunks).toEqual(['0', '1', '2', '3']);
    expect(countOf(journal, 'POST /api/v2/svt_image/create_volume')).toBe(1);
    expect(countOf(journal, 'DELETE /api/v2/images/{uuid}')).toBe(0);
  });
});

describe('the right site', () => {
  it('is made sure of before a retry sends anything; another one cannot be confirmed away', async () => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const run = await scene.configure({ only: ['dns'] });
    expect(run.warnings).toBe(1);
    await scene.replaceSite();
    const asked = await scene.retry(run.id);
    expect([asked.state, asked.waiting?.reason]).toEqual(['waiting', 'identity']);
    expect(asked.waiting?.question?.en).toMatch(/only 0 of its 2 hosts were found/);
    expect(asked.waiting?.choices?.map(({ id }) => id)).toEqual(['recheck', 'end']);
    expect((await scene.answer(run.id, 'recheck')).state).toBe('waiting');
    expect(requests(await scene.journal())).toEqual([]);
    const ended = await scene.answer(run.id, 'end');
    expect(ended.state).toBe('canceled');
    expect(requests(await scene.journal())).toEqual([]);
  });
});

describe('a site with a certificate of its own', () => {
  const chosen = { only: ['dns', 'ntp'] };

  async function openSecureScene(): Promise<{
    scene: Scene;
    site: { kind: 'real'; baseUrl: string; allowHttp: false };
  }> {
    const scene = await openScene({ practice: { tls: true } });
    await attach(scene, await practicePlan(scene));
    return { scene, site: { kind: 'real', baseUrl: scene.site().url, allowHttp: false } };
  }

  it('is asked about before anything is sent, then trusted, and a change fails hard', async () => {
    const { scene, site } = await openSecureScene();
    const run = await scene.configure({ ...chosen, site });
    const { tlsFingerprint } = scene.site().describe();
    expect([run.state, run.waiting?.reason]).toEqual(['waiting', 'ask']);
    expect(run.waiting?.question?.zh).toContain(tlsFingerprint);
    expect(run.waiting?.question?.en).toContain(tlsFingerprint);
    expect(scene.site().state().root).toBeNull();
    const accepted = await scene.answer(run.id, 'accept');
    expect([accepted.state, unhappySteps(accepted)]).toEqual(['succeeded', {}]);

    const other = await openSecureScene();
    const mistaken = await scene.configure({ ...chosen, site: other.site });
    expect([mistaken.state, stepOf(mistaken, 'connect').error?.code]).toEqual(['failed', 'TLS_CHANGED']);
    expect(other.scene.site().state().root).toBeNull();
  });

  it('needs no question when its fingerprint was given', async () => {
    const { scene, site } = await openSecureScene();
    const { tlsFingerprint } = scene.site().describe();
    const run = await scene.configure({ ...chosen, site, acceptFingerprints: [tlsFingerprint!] });
    expect([run.state, run.warnings]).toEqual(['succeeded', 0]);
  });
});
