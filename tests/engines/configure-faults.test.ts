import { describe, expect, it } from 'vitest';
import { createHttpClient } from '../../src-main/adapters/http/http-client.ts';
import { createSmartxCluster } from '../../src-main/adapters/smartx/cluster.ts';
import type { RunDocument } from '../../src-main/contract/run.ts';
import type { JournalEntry } from '../../src-main/practice/index.ts';
import {
  countOf,
  isoContent,
  isoName,
  openScene,
  requests,
  stepOf,
  unhappySteps,
  type Scene,
} from '../support/configure-scene.ts';

const host = 'demo-node-02';
const createVolume = 'POST /api/v2/svt_image/create_volume';
const deleteImage = 'DELETE /api/v2/images/{uuid}';
const createSwitch = 'POST /api/v2/network/vds';
const upload = 'POST /api/v2/svt_image/upload_template';
const networks = ['VLAN-2101', 'VLAN-2102', 'VLAN-2103'].map((name) => `vlan:vDS-Business/${name}`);
const withSession = [
  'vip',
  'dns',
  'ntp',
  'ipmi:demo-node-01',
  `ipmi:${host}`,
  'vds:vDS-Business',
  ...networks,
];
const afterSession = [...withSession, 'vlan-count:vDS-Business', 'iso', 'serial', 'write-back', 'reread'];
const afterPairing = ['root', 'session', ...afterSession];

/** Addresses, and names of hosts, switches, networks and files. */
const namesIn = (sentence: string): readonly string[] =>
  sentence.match(/\d+\.\d+\.\d+\.\d+|[\w.]+-[\w.]*\d[\w.]*\b|vDS-\w+/g) ?? [];

/** Hosts take a while to check passwords, so only the faults that are about them do. */
const scopeOf = (fault: string): { skip: string[] } => ({
  skip: fault.startsWith('ssh:') ? [] : ['password'],
});

const skipped = (...keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, 'skipped']));

interface Harm {
  readonly fault: string;
  readonly state: RunDocument['state'];
  /** Every step that did not succeed, with its state and error code. */
  readonly unhappy: Readonly<Record<string, string>>;
  /** What the message of the first of these steps names: the object, and what to do next. */
  readonly says: readonly RegExp[];
  /** How often a request was made until the run ended. */
  readonly sent?: Readonly<Record<string, number>>;
  readonly nothingSent?: boolean;
  /** How often a request is made by the retry. */
  readonly sentAgain?: Readonly<Record<string, number>>;
}

const failedSwitch: Pick<Harm, 'state' | 'unhappy' | 'says' | 'sent' | 'sentAgain'> = {
  state: 'succeeded',
  unhappy: {
    'vds:vDS-Business': 'warning JOB_FAILED',
    ...skipped(...networks, 'vlan-count:vDS-Business'),
  },
  says: [/[Vv]irtual switch vDS-Business/, /Check the cluster's task list, then retry/],
  sent: { [createSwitch]: 1, 'POST /api/v2/network/vds/{uuid}/vlans': 0 },
  sentAgain: { [createSwitch]: 1, 'POST /api/v2/network/vds/{uuid}/vlans': 3 },
};

const failedJob = (key: 'vip' | 'dns' | 'ntp'): Harm => ({
  fault: `job:kind=${key}:fail`,
  state: 'succeeded',
  unhappy: { [key]: 'warning JOB_FAILED' },
  says: [new RegExp(key.toUpperCase()), /then retry/],
  sentAgain: { [`PUT /api/v2/settings/${key}`]: 1, [createVolume]: 0, [createSwitch]: 0 },
});

const harms: readonly Harm[] = [
  {
    fault: 'deploy:not-deployed',
    state: 'failed',
    nothingSent: true,
    unhappy: { identity: 'failed CLUSTER_NOT_DEPLOYED', ...skipped('scan', 'pairing', ...afterPairing) },
    says: [/The cluster http:\/\/127\.0\.0\.1/, /Finish the deployment, then retry/],
  },
  {
    fault: 'scan:empty',
    state: 'failed',
    nothingSent: true,
    unhappy: { scan: 'failed HOST_SCAN_EMPTY', ...skipped('pairing', ...afterPairing) },
    says: [/host scan/, /powered on.*then retry/],
  },
  {
    fault: 'root:fail',
    state: 'failed',
    sent: { 'POST /api/v3/users:setupRoot': 2 },
    unhappy: {
      root: 'warning HTTP_STATUS',
      session: 'failed LOGIN_REFUSED',
      ...skipped(...afterSession),
    },
    says: [/administrator root/, /error in the cluster/],
    sentAgain: { 'POST /api/v3/users:setupRoot': 1 },
  },
  {
    fault: 'session:fail',
    state: 'failed',
    sent: { 'POST /api/v3/users:setupRoot': 1 },
    unhappy: { session: 'failed LOGIN_REFUSED', ...skipped(...afterSession) },
    says: [/cluster administrator in the workbook/, /--token env:NAME/],
    sentAgain: { 'POST /api/v3/users:setupRoot': 0 },
  },
  failedJob('dns'),
  failedJob('ntp'),
  failedJob('vip'),
  { fault: 'job:kind=vds:fail', ...failedSwitch },
  { fault: 'vds:job-fail', ...failedSwitch },
  {
    fault: `ipmi:host=${host}:fail`,
    state: 'succeeded',
    unhappy: { [`ipmi:${host}`]: 'warning IPMI_INVALID' },
    says: [
      /admin \(203\.0\.113\.12\) of host demo-node-02/,
      /Check the BMC address, user name and password, then retry/,
    ],
    sentAgain: { 'POST /api/v2/ipmi/upsert_accounts': 1 },
  },
  {
    fault: 'vlan:name=VLAN-2102:conflict',
    state: 'failed',
    unhappy: {
      'vlan:vDS-Business/VLAN-2102': 'failed API_CONFLICT',
      'vlan-count:vDS-Business': 'warning VLAN_MISSING',
    },
    says: [
      /VLAN-2102/,
      /conflicts with another one/,
      /No object with the planned name was found there\. Retry once/,
    ],
    sentAgain: { 'POST /api/v2/network/vds/{uuid}/vlans': 1, [createSwitch]: 0 },
  },
  {
    fault: `ssh:host=${host}:refuse`,
    state: 'failed',
    unhappy: {
      [`password:${host}:smartx`]: 'failed CONNECT_FAILED',
      [`password:${host}:root`]: 'failed CONNECT_FAILED',
    },
    says: [/192\.0\.2\.12/, /lost before handshake/, /SSH service/],
  },
  {
    fault: `ssh:host=${host}:key-changed`,
    state: 'failed',
    unhappy: {
      [`password:${host}:smartx`]: 'failed SSH_KEY_CHANGED',
      [`password:${host}:root`]: 'failed SSH_KEY_CHANGED',
    },
    says: [/192\.0\.2\.12/, /No password was sent/],
  },
  {
    fault: 'license:missing',
    state: 'succeeded',
    unhappy: { serial: 'warning SERIAL_MISSING', ...skipped('write-back') },
    says: [/license information of the cluster has no serial/, /manually/],
  },
  {
    fault: 'create-volume:fail',
    state: 'failed',
    unhappy: { iso: 'failed HTTP_STATUS' },
    says: [/SMTX_VMTOOLS-4/, /error in the cluster/],
    sent: { [createVolume]: 4, [upload]: 0, [deleteImage]: 0 },
    sentAgain: { [createVolume]: 1, [upload]: 4 },
  },
  {
    fault: 'upload:chunk=1:fail=6',
    state: 'failed',
    unhappy: { iso: 'failed UPLOAD_FAILED' },
    says: [/SMTX_VMTOOLS-4/, /chunk 1/, /then retry/],
    // Three tries of the chunk, the volume removed, all of it once more.
    sent: { [createVolume]: 2, [upload]: 8, [deleteImage]: 2 },
    sentAgain: { [createVolume]: 1, [upload]: 4, [deleteImage]: 0 },
  },
];

function expectCounts(journal: readonly JournalEntry[], counts: Readonly<Record<string, number>>): void {
  const made = Object.keys(counts).map((request) => [request, countOf(journal, request)]);
  expect(Object.fromEntries(made)).toEqual(counts);
}

describe.concurrent('a fault of the site', () => {
  it.for(harms)(
    '$fault is told, and after it is gone a retry ends well',
    async (harm, { expect, onTestFinished }) => {
      const scene = await openScene({ faults: [harm.fault] }, onTestFinished);
      const run = await scene.configure({ isoPath: scene.iso, ...scopeOf(harm.fault) });
      expect([run.state, unhappySteps(run)]).toEqual([harm.state, harm.unhappy]);
      expect(run.warnings).toBe(
        Object.values(harm.unhappy).filter((how) => how.startsWith('warning')).length,
      );
      const { message } = stepOf(run, Object.keys(harm.unhappy)[0] ?? '');
      for (const named of harm.says) {
        expect(message?.en).toMatch(named);
      }
      expect(message?.zh).toMatch(/\p{Script=Han}.*。$/su);
      for (const name of namesIn(message?.en ?? '')) {
        expect(message?.zh).toContain(name);
      }
      const journal = await scene.journal();
      expectCounts(journal, harm.sent ?? {});
      if (harm.nothingSent === true) {
        expect(requests(journal)).toEqual([]);
      }

      await scene.restartSite();
      const again = await scene.retry(run.id);
      expect([again.state, again.warnings, unhappySteps(again)]).toEqual(['succeeded', 0, {}]);
      expectCounts((await scene.journal()).slice(journal.length), harm.sentAgain ?? {});
    },
  );
});

interface Oddity {
  readonly fault: string;
  readonly sent?: Readonly<Record<string, number>>;
}

/** What a site may do without anything being lost: the run ends well and nobody has to do anything. */
const oddities: readonly Oddity[] = [
  { fault: 'slow:ms=20' },
  { fault: 'upload:chunk=1:fail=2', sent: { [createVolume]: 1, [upload]: 6, [deleteImage]: 0 } },
  { fault: 'upload:chunk=1:fail=3', sent: { [createVolume]: 2, [upload]: 8, [deleteImage]: 1 } },
  { fault: 'upload:drop=50%', sent: { [createVolume]: 1, [upload]: 6, [deleteImage]: 0 } },
  { fault: 'upload:answer=next-chunk', sent: { [upload]: 4 } },
  { fault: 'upload:answer=to-upload', sent: { [upload]: 4 } },
  { fault: 'upload:answer=empty', sent: { [upload]: 4 } },
  { fault: 'job:dialect=seed' },
  { fault: 'vip:job' },
  { fault: 'vds:answer=uuid' },
  { fault: 'token:expire-after=5', sent: { 'POST /api/v3/users:setupRoot': 1 } },
  { fault: 'session:expire-time=epoch' },
  { fault: 'session:expire-time=missing' },
  { fault: `ssh:host=${host}:no-root` },
  { fault: `ssh:host=${host}:drop-after-change` },
  { fault: 'envelope:missing' },
  { fault: 'license:dialect=seed' },
  { fault: 'readback:vip:missing', sent: { 'PUT /api/v2/settings/vip': 1 } },
  { fault: 'readback:dns:missing', sent: { 'PUT /api/v2/settings/dns': 1 } },
  { fault: 'readback:ntp:missing', sent: { 'PUT /api/v2/settings/ntp': 1 } },
  { fault: 'readback:ipmi:missing', sent: { 'POST /api/v2/ipmi/upsert_accounts': 2 } },
  { fault: 'readback:images:missing', sent: { [createVolume]: 1, [upload]: 4 } },
  { fault: 'readback:to-upload:missing', sent: { [createVolume]: 1, [upload]: 4 } },
  { fault: 'readback:vlans:missing', sent: { 'POST /api/v2/network/vds/{uuid}/vlans': 3 } },
];

describe.concurrent('an oddity of the site', () => {
  it.for(oddities)('$fault keeps nothing from being done', async (oddity, { expect, onTestFinished }) => {
    const scene = await openScene({ faults: [oddity.fault] }, onTestFinished);
    const run = await scene.configure({ isoPath: scene.iso, ...scopeOf(oddity.fault) });
    expect([run.state, run.warnings, unhappySteps(run)]).toEqual(['succeeded', 0, {}]);
    expectCounts(await scene.journal(), oddity.sent ?? {});
    expect(scene.site().state()).toMatchObject({
      root: 'root',
      vip: '192.0.2.10',
      dns: ['192.0.2.7', '192.0.2.8'],
      ntp: { mode: 'external' },
      images: [{ name: isoName, sizeBytes: isoContent.length, missingChunks: 0 }],
    });
    const { switches, accounts, ipmi } = scene.site().state();
    const business = switches.find(({ name }) => name === 'vDS-Business');
    expect(business?.vlans.map(({ vlanId }) => vlanId)).toEqual([2101, 2102, 2103]);
    const isChanged = oddity.fault.startsWith('ssh:');
    expect(accounts.map(({ changed, locked }) => [changed, locked])).toEqual(
      Array(4).fill([isChanged, false]),
    );
    expect(ipmi.map(({ node }) => node)).toEqual(['demo-node-01', host]);
  });
});

describe.concurrent('a site that does not answer every seventh request', () => {
  it('costs at most steps that say so, and a retry of those ends well', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await openScene({ faults: ['http:status=503:every=7'] }, onTestFinished);
    const run = await scene.configure({ isoPath: scene.iso, skip: ['password'] });
    // Which requests are hit depends on how the steps interleave: a step that is hit in all its attempts fails.
    const errors = run.steps.flatMap(({ error }) => (error === undefined ? [] : [error.code]));
    expect(errors.filter((code) => code !== 'HTTP_STATUS' && code !== 'VLAN_MISSING')).toEqual([]);
    await scene.restartSite();
    const ended = errors.length === 0 ? run : await scene.retry(run.id);
    expect([ended.state, ended.warnings, unhappySteps(ended)]).toEqual(['succeeded', 0, {}]);
    const created = (await scene.journal()).filter(
      ({ path, status }) => path.endsWith('/vlans') && status === 200,
    );
    expect(created).toHaveLength(3);
  });
});

/** As somebody does in the cluster's own interface. */
async function deleteNetwork(scene: Scene, network: string): Promise<void> {
  const http = createHttpClient({
    baseUrl: scene.site().url,
    rules: {
      site: 'test',
      pins: { accepted: () => [] },
      allowHttp: true,
      allowedHosts: () => undefined,
    },
    onCall: () => undefined,
  });
  const cluster = createSmartxCluster({ http });
  const options = { signal: new AbortController().signal };
  const { token } = await cluster.login({ username: 'root', password: 'Demo-fisheye-01' }, options);
  cluster.useToken(token);
  for (const { uuid: vdsUuid } of await cluster.listVds(options)) {
    const networks = await cluster.listVlans({ uuid: vdsUuid, name: 'vDS-Business' }, options);
    for (const { uuid, name } of networks.kind === 'value' ? networks.value : []) {
      if (name === network) {
        await cluster.deleteVlan({ vdsUuid, uuid, name }, options);
      }
    }
  }
  await http.close();
}

describe.concurrent('a fault that leaves something behind', () => {
  const fault = 'vlan:name=VLAN-2102:taken=99';
  const step = 'vlan:vDS-Business/VLAN-2102';
  const taken = { 'vlan:vDS-Business/VLAN-2102': 'failed API_CONFLICT' };

  it('a network of another VLAN ID is not touched, and renaming the planned one goes on', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await openScene({ faults: [fault] }, onTestFinished);
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    expect([run.state, unhappySteps(run)]).toEqual(['failed', taken]);
    expect(stepOf(run, step).message?.zh).toMatch(/VLAN ID 为 99，规划为 2102；未做任何变更/);
    expect(stepOf(run, step).message?.en).toMatch(/VLAN ID 99, planned 2102; nothing was changed. Rename/);
    await scene.restartSite();
    const edit = { 'network.switches[3].networks[1].name': 'VLAN-2102-new' };
    const again = await scene.retry(run.id, edit);
    const renamed = again.steps.find(({ key }) => key === 'vlan:vDS-Business/VLAN-2102');
    expect(renamed?.message?.en).toBe('Create as VLAN-2102-new with VLAN ID 2102');
    expect([again.state, unhappySteps(again)]).toEqual(['succeeded', {}]);
    expect(again.steps.map(({ key }) => key)).toEqual(run.steps.map(({ key }) => key));
  });

  it('a login that is refused after root could not be set up says so', async ({ expect, onTestFinished }) => {
    const scene = await openScene({ faults: ['root:fail'] }, onTestFinished);
    const run = await scene.configure({ only: ['dns'] });
    expect(stepOf(run, 'session').message?.en).toMatch(
      /refused the login of root\. Setting up root did not succeed before: .*Retry that step first/,
    );
  });

  it('what is there can be adopted, with a reason', async ({ expect, onTestFinished }) => {
    const scene = await openScene({ faults: [fault] }, onTestFinished);
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    const { runs } = scene.client();
    const adoption = { run: run.id, agreed: null };
    await expect(runs.adopt({ ...adoption, step: 'scan', reason: 'x' })).rejects.toMatchObject({
      code: 'STEP_STATE',
    });
    await expect(runs.adopt({ ...adoption, step, reason: ' ' })).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
    });
    const reason = 'the customer wants 99';
    await expect(runs.adopt({ ...adoption, step, reason })).rejects.toMatchObject({
      code: 'API_CONFLICT',
      data: { differences: ['VLAN ID: planned 2102, current 99'] },
    });
    const { verdict, differences: agreed } = await runs.existing({ run: run.id, step });
    expect(verdict).toBe('differs');
    await runs.adopt({ ...adoption, step, reason, agreed });
    const adopted = await scene.settled(run.id);
    expect([adopted.state, stepOf(adopted, step)]).toMatchObject([
      'succeeded',
      { state: 'succeeded', adopted: true },
    ]);
    expect(stepOf(adopted, step).message?.en).toBe('Existing object used: the customer wants 99');
    const report = (await scene.client().reports.document({ run: run.id })).en;
    expect(report.checks.find(({ subject }) => subject === 'VLAN-2102')).toMatchObject({
      planned: 'VLAN ID 2102',
      actual: 'VLAN ID 99',
      verdict: 'different',
    });
    expect(report.interventions.at(-1)).toMatchObject({
      kind: 'adopt',
      reason,
      before: 'VLAN ID: 2102',
      after: 'VLAN ID: 99',
    });
    expect(report.execution.find(({ key }) => key === step)).toMatchObject({ adopted: true });
  });

  it('what was deleted meanwhile cannot be adopted', async ({ expect, onTestFinished }) => {
    const scene = await openScene({ faults: [fault] }, onTestFinished);
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    await deleteNetwork(scene, 'VLAN-2102');
    const adoption = { run: run.id, step, reason: 'it is there', agreed: null };
    await expect(scene.client().runs.adopt(adoption)).rejects.toMatchObject({
      code: 'API_NOT_FOUND',
    });
    expect((await scene.settled(run.id)).state).toBe('failed');
  });

  it('a conflict about nothing that is there offers nothing to adopt', async ({ expect, onTestFinished }) => {
    const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] }, onTestFinished);
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    expect(unhappySteps(run)).toMatchObject(taken);
    expect(stepOf(run, step).error?.data['adoptable']).toBeUndefined();
    const adoption = { run: run.id, step, reason: 'it is there', agreed: null };
    await expect(scene.client().runs.adopt(adoption)).rejects.toMatchObject({
      code: 'STEP_STATE',
    });
  });
});

describe.concurrent('the practice site of the home itself', () => {
  it('has the faults that were ordered for as long as the process lives', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await openScene({}, onTestFinished);
    const own = (faults: readonly string[]) => ({
      kind: 'practice' as const,
      url: null,
      faults: [...faults],
    });
    const run = await scene.configure({ only: ['dns'], site: own(['job:kind=dns:fail']) });
    expect(unhappySteps(run)).toEqual({ dns: 'warning JOB_FAILED' });
    expect(unhappySteps(await scene.retry(run.id))).toEqual({ dns: 'warning JOB_FAILED' });
    await scene.restartRuntime();
    const again = await scene.retry(run.id);
    expect([again.state, again.warnings]).toEqual(['succeeded', 0]);
  });

  it('refuses a fault that it does not know before anything is stored', async ({
    expect,
    onTestFinished,
  }) => {
    const scene = await openScene({}, onTestFinished);
    const site = { kind: 'practice' as const, url: null, faults: ['vip:explode'] };
    await expect(scene.configure({ site })).rejects.toMatchObject({
      code: 'FAULT_INVALID',
      message: expect.stringMatching(/vip:explode.*vip:job/) as string,
    });
    await expect(scene.configure({ site: { ...site, url: scene.site().url } })).rejects.toMatchObject({
      code: 'USAGE',
    });
    expect((await scene.client().runs.list()).runs).toEqual([]);
  });
});
