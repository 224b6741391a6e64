import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { preflightItemSchema, type PreflightItem } from '../../src-main/contract/preflight.ts';
import { isAppError } from '../../src-main/contract/errors.ts';
import {
  given,
  isoContent,
  isoName,
  isoSha256,
  openScene,
  tokenOf,
  type Scene,
} from '../support/configure-scene.ts';
import { personAt } from './person.ts';

type Changes = Parameters<Scene['preflight']>[0];

const hosts = ['demo-node-01', 'demo-node-02'] as const;

function preflight(scene: Scene, changes: Changes = {}): Promise<readonly PreflightItem[]> {
  return scene.preflight(changes);
}

const of = (items: readonly PreflightItem[], code: string): readonly PreflightItem[] =>
  items.filter((item) => item.code === code);

/** The one line of a code, or of a code and a subject. */
function only(items: readonly PreflightItem[], code: string, subject?: string): PreflightItem {
  const found = of(items, code).filter((item) => subject === undefined || item.subject === subject);
  expect(found, `${code} ${subject ?? ''}`).toHaveLength(1);
  return found[0]!;
}

const verdicts = (items: readonly PreflightItem[]): string[] =>
  items.map(({ code, subject, verdict }) => `${code} ${subject}: ${verdict}`);

/** One host, whose address is this machine: what is asked of a real site then stays on loopback. */
const onLoopback = {
  ...Object.fromEntries(
    ['D', 'E', 'F', 'G', 'H', 'I', 'K', 'M', 'N', 'P'].map((at) => [`主机规划!${at}4`, null]),
  ),
  // Servers that nobody answers for would only be waited for.
  ...Object.fromEntries([22, 23, 24, 25, 26].map((row) => [`集群管理信息!E${row}`, null])),
  '主机规划!I3': '127.0.0.1',
  '主机规划!I19': '127.0.0.1',
};

/** Somebody takes the sheet's addresses of this machine for right: what an error of the sheet is at is not looked at. */
async function ignoreAddresses(scene: Scene): Promise<void> {
  const person = personAt(scene);
  const { id } = await person.imported();
  const { findings } = await person.client.plan.check(person.sheet);
  const wrong = findings.filter(({ severity, cell }) => severity === 'error' && /^I\d+$/.test(cell));
  for (const { code, sheet, cell } of wrong) {
    await person.client.imports.ignoreFinding({ id, code, sheet, cell, reason: 'loopback' });
  }
}

interface RealOptions {
  readonly tls?: boolean;
  /** The one host that the site has; the sheet's own unless given. */
  readonly host?: { readonly name: string; readonly managementIp: string };
}

/** The practice site taken for a real one, by a name that is not an address of the sheet. */
async function openReal({
  tls = false,
  host = { name: hosts[0], managementIp: '127.0.0.1' },
}: RealOptions = {}) {
  const scene = await openScene({ cells: onLoopback, practice: { tls } });
  await scene.site().attach({
    clusterName: 'Lab',
    vip: null,
    version: null,
    hosts: [
      {
        ...host,
        number: 1,
        storageIp: null,
        bmcAddress: null,
        nics: ['ens3f1', 'ens4f1'],
        accounts: ['smartx', 'root'],
      },
    ],
  });
  await ignoreAddresses(scene);
  const { port, protocol } = new URL(scene.site().url);
  const baseUrl = `${protocol}//localhost:${port}`;
  const site = { kind: 'real', baseUrl, allowHttp: !tls } as const;
  return { scene, site, baseUrl, port: Number(port) };
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Only what is about the cluster; the machine that tests may or may not have SSH of its own. */
const aboutCluster = (items: readonly PreflightItem[]): readonly PreflightItem[] =>
  items.filter(({ code }) => !['laptop-ip', 'unreachable', 'host-key'].includes(code));

describe('the preflight of a practice site', () => {
  it('looks at everything there is, and says what cannot be looked at', async () => {
    const scene = await openScene();
    const items = await preflight(scene, { isoPath: scene.iso });
    expect(items.map((item) => preflightItemSchema.parse(item))).toEqual(items);
    const { url } = scene.site();
    expect(verdicts(items)).toEqual([
      'laptop-ip laptop: unknown',
      `connection ${url}: ok`,
      `certificate ${url}: ok`,
      `clock-skew ${url}: ok`,
      `deployed ${url}: ok`,
      `host-mismatch ${url}: ok`,
      `nic-absent ${url}: ok`,
      'vds-differs vDS-Business: unknown',
      'vip-in-use 192.0.2.10: unknown',
      'dns-server 192.0.2.7, 192.0.2.8: unknown',
      'ntp-server 192.0.2.5, 192.0.2.6, ntp.example.net: unknown',
      ...hosts.flatMap((host) => [`unreachable ${host}: ok`, `host-key ${host}: ok`]),
      'login-refused hosts: unknown',
      `iso-checksum ${isoName}: unknown`,
    ]);
  });

  it('sends no request that changes the site, with a token and with logins too', async () => {
    const scene = await openScene();
    await preflight(scene, {
      isoPath: scene.iso,
      ...given('token', await tokenOf(scene.site())),
      tryLogins: true,
    });
    expect(await scene.journal()).toEqual([]);
    const { accounts, ...state } = scene.site().state();
    expect(accounts.filter(({ changed, locked }) => changed || locked)).toEqual([]);
    expect(state).toMatchObject({ root: null, vip: null, dns: [], images: [] });
  });

  it('says every line in both languages', async () => {
    const scene = await openScene();
    const items = await preflight(scene, { isoPath: scene.iso });
    for (const { message } of items) {
      expect(message.zh).toMatch(/\p{Script=Han}.*。$/u);
      expect(message.en).toMatch(/^\S.*\.$/u);
    }
  });

  it('sends nothing to the VIP of the sheet, not even when it is this machine', async () => {
    // The site's own port is one of those that would be asked, and it is open.
    const scene = await openScene({ cells: { '主机规划!I19': '127.0.0.1' } });
    await ignoreAddresses(scene);
    const item = only(await preflight(scene), 'vip-in-use');
    expect(item).toMatchObject({ subject: '127.0.0.1', verdict: 'unknown' });
    expect(item.facts).toEqual({ error: 'ADDRESS_NOT_ALLOWED' });
    expect(item.message.zh).toContain('127.0.0.1');
  });

  it('tells an address that the sheet has wrong by its cell, and connects nowhere', async () => {
    const cells = {
      '主机规划!I3': '192.0.2.300',
      '主机规划!I19': '192.0.2.301',
      '集群管理信息!E22': '192.0.2.303',
      '集群管理信息!E25': '192.0.2.302',
    };
    const items = await preflight(await openScene({ cells }), { tryLogins: true });
    const blocked = items.filter(({ verdict }) => verdict === 'error');
    expect(blocked.map(({ code, message: { zh } }) => `${code} ${/^\S+![A-Z]\d+/.exec(zh)?.[0]}`)).toEqual([
      'vip-in-use 主机规划!I19',
      'dns-server 集群管理信息!E25',
      'ntp-server 集群管理信息!E22',
      'unreachable 主机规划!I3',
    ]);
    for (const code of ['host-key', 'login-refused']) {
      const about = of(items, code).filter(({ subject }) => subject.startsWith(hosts[0]));
      expect(about.every(({ verdict }) => verdict === 'unknown')).toBe(true);
      expect(about[0]?.message.en).toMatch(/^主机规划!I3: .*Nothing was connected/);
    }
    expect(only(items, 'unreachable', hosts[1]).verdict).toBe('ok');
  });

  it('says of the keys of the practice site that nobody has to accept them', async () => {
    const item = only(await preflight(await openScene()), 'host-key', hosts[0]);
    expect(item).toMatchObject({ verdict: 'ok' });
    expect(item.message.zh).toMatch(/^演练环境的密钥，无须核对（SHA256:/);
    expect(item.message.en).toMatch(/^Key of the practice site; no verification needed/);
  });

  it('says what was not asked for without the words of any interface', async () => {
    const items = await preflight(await openScene());
    const wanting = items.filter(({ wants }) => wants !== undefined);
    expect(wanting.map(({ code, wants }) => [code, wants])).toEqual([
      ['vds-differs', 'token'],
      ['login-refused', 'logins'],
    ]);
    for (const { message } of wanting) {
      expect(`${message.zh} ${message.en}`).not.toMatch(/勾选|右侧|select|--/);
    }
  });

  it('ends with CANCELED when nobody waits for it', async () => {
    const scene = await openScene({ faults: ['slow:ms=3600000'] });
    const leaving = new AbortController();
    const asked = scene.preflight({}, leaving.signal);
    leaving.abort();
    const thrown: unknown = await asked.catch((error: unknown) => error);
    expect(isAppError(thrown) && thrown.code).toBe('CANCELED');
  });
});

describe('the clock', () => {
  it.each([
    { way: 'ahead', says: /ahead of this computer/, zh: /比本机快/, sign: 1 },
    { way: 'behind', says: /behind this computer/, zh: /比本机慢/, sign: -1 },
  ])('is a warning when the site is five minutes $way', async ({ way, says, zh, sign }) => {
    const scene = await openScene({ faults: [`clock:${way}:seconds=300`] });
    const item = only(await preflight(scene), 'clock-skew', scene.site().url);
    expect(item.verdict).toBe('warning');
    expect(item.message.en).toMatch(says);
    expect(item.message.en).toContain(scene.site().url);
    expect(item.message.zh).toMatch(zh);
    const offsetMs = Number(item.facts?.['offsetMs']) * sign;
    const toleranceMs = Number(item.facts?.['toleranceMs']);
    expect(Math.abs(offsetMs - 300_000)).toBeLessThanOrEqual(toleranceMs + 1);
  });

  it('is fine within a minute', async () => {
    const scene = await openScene({ faults: ['clock:behind:seconds=45'] });
    expect(only(await preflight(scene), 'clock-skew')).toMatchObject({ verdict: 'ok' });
  });

  it('is unknown when the answers have no date', async () => {
    const scene = await openScene({ faults: ['clock:missing'] });
    const item = only(await preflight(scene), 'clock-skew');
    expect(item.verdict).toBe('unknown');
    expect(item.message.en).toContain('does not report its time');
  });
});

describe('the cluster against the sheet', () => {
  it('names each host that lacks a planned port, with those that it has', async () => {
    const scene = await openScene({ faults: ['nic:name=ens3f1:absent'] });
    const items = of(await preflight(scene), 'nic-absent');
    expect(verdicts(items)).toEqual(hosts.map((host) => `nic-absent ${host}: error`));
    expect(items[0]!.message.en).toMatch(/demo-node-01 does not have port ens3f1 \(vDS-Business\).*ens4f1/);
    expect(items[0]!.message.zh).toContain('ens3f1 (vDS-Business)');
    expect(items[0]!.facts?.['absent']).toEqual([{ vds: 'vDS-Business', nics: ['ens3f1'] }]);
  });

  it('only warns of a port that nothing in the run needs', async () => {
    const scene = await openScene({ faults: ['nic:name=ens1f1:absent'] });
    const items = of(await preflight(scene), 'nic-absent');
    expect(items.map(({ verdict }) => verdict)).toEqual(['warning', 'warning']);
    expect(items[0]!.message.en).toContain('ens1f1 (vDS-Storage)');
  });

  it('says that the cluster is not deployed', async () => {
    const scene = await openScene({ faults: ['deploy:not-deployed'] });
    const item = only(await preflight(scene), 'deployed');
    expect(item.verdict).toBe('error');
    expect(item.message.en).toContain('Finish the deployment first');
  });

  it('says that the scan is empty, and leaves what hangs on it open', async () => {
    const scene = await openScene({ faults: ['scan:empty'] });
    const items = await preflight(scene);
    expect(only(items, 'host-mismatch')).toMatchObject({ verdict: 'error', subject: scene.site().url });
    expect(only(items, 'nic-absent').verdict).toBe('unknown');
  });

  it('reads a scan that wants a session with the token that was given, and asks for one without', async () => {
    const scene = await openScene({ faults: ['scan:needs-token'] });
    const without = only(await preflight(scene), 'host-mismatch');
    expect(without.verdict).toBe('unknown');
    expect(without.message.en).toContain('Provide a cluster token');
    const token = await tokenOf(scene.site());
    expect(only(await preflight(scene, given('token', token)), 'host-mismatch').verdict).toBe('ok');
  });

  it('names a host of the sheet that was not scanned', async () => {
    const host = { name: 'other-node', managementIp: '192.0.2.250' };
    const { scene, site } = await openReal({ host });
    const items = await preflight(scene, { site });
    const item = only(items, 'host-mismatch', hosts[0]);
    expect(item.verdict).toBe('error');
    expect(item.message.en).toMatch(/Host demo-node-01 in the workbook is not among the 1 scanned hosts/);
    expect(only(items, 'nic-absent').verdict).toBe('unknown');
  });

  it('compares a switch of the same name once a session can read it', async () => {
    const scene = await openScene();
    const run = await scene.configure({ only: ['vds'] });
    expect(run.state).toBe('succeeded');
    const token = await tokenOf(scene.site());
    expect(only(await preflight(scene, given('token', token)), 'vds-differs', 'vDS-Business').verdict).toBe(
      'ok',
    );
    scene.saveWorkbook({ '虚拟网络!K8': 'active-backup' });
    const item = only(await preflight(scene, given('token', token)), 'vds-differs', 'vDS-Business');
    expect(item.verdict).toBe('warning');
    expect(item.message.en).toMatch(/bond mode is balance-slb, planned active-backup.*rename/);
    expect(item.message.zh).toContain('请采用现有');
  });

  it('says that a switch is not there yet', async () => {
    const scene = await openScene();
    const item = only(await preflight(scene, given('token', await tokenOf(scene.site()))), 'vds-differs');
    expect(item).toMatchObject({ subject: 'vDS-Business', verdict: 'ok' });
    expect(item.message.en).toContain('no virtual switch vDS-Business yet');
  });
});

describe('the hosts', () => {
  it('warns of the one that cannot be reached, and looks at the others', async () => {
    const scene = await openScene({ faults: [`ssh:host=${hosts[1]}:refuse`] });
    const items = await preflight(scene);
    const item = only(items, 'unreachable', hosts[1]);
    expect(item.verdict).toBe('warning');
    expect(item.message.en).toContain('192.0.2.12');
    expect(only(items, 'host-key', hosts[1]).verdict).toBe('unknown');
    expect(only(items, 'unreachable', hosts[0]).verdict).toBe('ok');
  });

  it('shows the key of each host', async () => {
    const scene = await openScene();
    const item = only(await preflight(scene), 'host-key', hosts[0]);
    const { hostKey } = scene.site().describe().hosts[0]!;
    expect(item.facts).toEqual({ address: '192.0.2.11', fingerprint: hostKey });
    expect(item.message.zh).toContain(hostKey);
  });

  it('refuses a key that is not the one accepted for the host', async () => {
    const scene = await openScene({ faults: [`ssh:host=${hosts[0]}:key-changed`] });
    const items = await preflight(scene);
    const item = only(items, 'host-key', hosts[0]);
    expect(item.verdict).toBe('error');
    expect(item.facts?.['error']).toBe('SSH_KEY_CHANGED');
    expect(item.facts?.['fingerprint']).not.toBe(scene.site().describe().hosts[0]!.hostKey);
    expect(only(items, 'unreachable', hosts[0]).verdict).toBe('ok');
  });
});

describe('logins to the hosts', () => {
  it('are not tried unless a person asks for it', async () => {
    const scene = await openScene({ practice: { lockoutAfter: 1 } });
    const items = await preflight(scene, given('current-password', 'not-the-one'));
    expect(only(items, 'login-refused')).toMatchObject({ subject: 'hosts', verdict: 'unknown' });
    expect(
      scene
        .site()
        .state()
        .accounts.some(({ locked }) => locked),
    ).toBe(false);
  });

  it('are tried with the password of today', async () => {
    const scene = await openScene();
    const items = of(await preflight(scene, { tryLogins: true }), 'login-refused');
    expect(verdicts(items)).toEqual(
      hosts.flatMap((host) => ['smartx', 'root'].map((user) => `login-refused ${host} ${user}: ok`)),
    );
    expect(items[0]!.facts).toMatchObject({ account: 'smartx', password: 'current' });
  });

  it('are tried with the workbook password where that has been set, once for each account', async () => {
    const scene = await openScene({ practice: { lockoutAfter: 2 } });
    expect((await scene.configure({ only: ['password'] })).state).toBe('succeeded');
    scene.saveWorkbook({ '主机规划!K3': 'Another-one-1' });
    const items = of(await preflight(scene, { tryLogins: true }), 'login-refused');
    const refused = only(items, 'login-refused', `${hosts[0]} smartx`);
    expect(refused.verdict).toBe('error');
    expect(refused.message.en).toMatch(/demo-node-01 refused the workbook password.*No further attempt/);
    expect(refused.message.zh).toContain('已停止尝试');
    expect(items.filter(({ verdict }) => verdict === 'ok')).toHaveLength(3);
    expect(
      scene
        .site()
        .state()
        .accounts.some(({ locked }) => locked),
    ).toBe(false);
    expect(JSON.stringify(items)).not.toContain('Another-one-1');
  });

  it('say nothing about the password where no connection can be made', async () => {
    const scene = await openScene({ faults: [`ssh:host=${hosts[0]}:refuse`] });
    const items = await preflight(scene, { tryLogins: true });
    expect(only(items, 'login-refused', `${hosts[0]} root`).verdict).toBe('unknown');
  });
});

describe('the ISO', () => {
  const other = createHash('sha256').update('another file').digest('hex');

  it.each([`${isoName}.sha256`, 'SHA256SUMS'])('is good when %s has its SHA-256', async (file) => {
    const scene = await openScene();
    writeFileSync(join(scene.directory, file), `${isoSha256} *${isoName}\n`);
    const item = only(await preflight(scene, { isoPath: scene.iso }), 'iso-checksum', isoName);
    expect(item.verdict).toBe('ok');
    expect(item.facts).toMatchObject({ sha256: isoSha256, sizeBytes: isoContent.length, files: [file] });
  });

  it('is an error when any of the files says otherwise', async () => {
    const scene = await openScene();
    writeFileSync(join(scene.directory, `${isoName}.sha256`), isoSha256);
    writeFileSync(join(scene.directory, 'SHA256SUMS'), `${other}  ${isoName}\n`);
    const item = only(await preflight(scene, { isoPath: scene.iso }), 'iso-checksum', isoName);
    expect(item.verdict).toBe('error');
    for (const message of [item.message.zh, item.message.en]) {
      for (const named of [isoName, isoSha256, other, 'SHA256SUMS']) {
        expect(message).toContain(named);
      }
    }
  });

  it('is unknown without a checksum, and its own is given to compare', async () => {
    const scene = await openScene();
    const none = only(await preflight(scene, { isoPath: scene.iso }), 'iso-checksum');
    expect(none.verdict).toBe('unknown');
    expect(none.message.en).toContain(isoSha256);
    writeFileSync(join(scene.directory, 'SHA256SUMS'), `${other}  other.iso\n`);
    const unnamed = only(await preflight(scene, { isoPath: scene.iso }), 'iso-checksum');
    expect(unnamed.verdict).toBe('unknown');
    expect(unnamed.message.zh).toContain('SHA256SUMS');
  });
});

describe('the preflight of a real site', () => {
  it('shows an unknown certificate before it is accepted, and asks the cluster nothing until then', async () => {
    const { scene, site, baseUrl } = await openReal({ tls: true });
    const fingerprint = scene.site().describe().tlsFingerprint!;
    const items = aboutCluster(await preflight(scene, { site }));
    expect(only(items, 'connection', baseUrl).verdict).toBe('ok');
    for (const subject of [baseUrl, hosts[0]]) {
      const item = only(items, 'certificate', subject);
      expect(item).toMatchObject({ verdict: 'warning', facts: { error: 'TLS_UNKNOWN', fingerprint } });
      expect(item.message.en).toContain(fingerprint);
    }
    const asked = ['clock-skew', 'deployed', 'host-mismatch', 'nic-absent', 'vds-differs'];
    for (const code of asked) {
      expect(only(items, code)).toMatchObject({ verdict: 'unknown', subject: baseUrl });
    }
  });

  it('asks the cluster once its certificate is accepted, and knows its own VIP by it', async () => {
    const { scene, site, baseUrl } = await openReal({ tls: true });
    const acceptFingerprints = [scene.site().describe().tlsFingerprint!];
    const items = aboutCluster(await preflight(scene, { site, acceptFingerprints }));
    const good = items
      .filter(({ verdict }) => verdict === 'ok')
      .map(({ code, subject }) => `${code} ${subject}`);
    expect(good).toEqual([
      `connection ${baseUrl}`,
      `certificate ${baseUrl}`,
      `certificate ${hosts[0]}`,
      `clock-skew ${baseUrl}`,
      `deployed ${baseUrl}`,
      `host-mismatch ${baseUrl}`,
      'vip-in-use 127.0.0.1',
    ]);
    expect(only(items, 'vip-in-use').facts).toEqual({ knownBy: 'certificate' });
  });

  it('says that a node cannot be reached, and that nothing else is known then', async () => {
    const { scene } = await openReal();
    const baseUrl = `http://localhost:${await freePort()}`;
    const items = await preflight(scene, { site: { kind: 'real', baseUrl, allowHttp: true } });
    const item = only(items, 'connection', baseUrl);
    expect(item.verdict).toBe('error');
    expect(item.message.en).toMatch(/Cannot connect to .*port is closed/);
    for (const code of [
      'certificate',
      'clock-skew',
      'deployed',
      'host-mismatch',
      'nic-absent',
      'vds-differs',
    ]) {
      expect(only(items, code).verdict).toBe('unknown');
    }
  });

  it('warns that passwords cross the network in the clear over http', async () => {
    const { scene, site } = await openReal();
    expect(only(await preflight(scene, { site }), 'certificate')).toMatchObject({ verdict: 'warning' });
  });

  it('finds what answers at the planned VIP, unless the cluster says that it is its own', async () => {
    const { scene, site, port } = await openReal();
    const item = only(await preflight(scene, { site }), 'vip-in-use', '127.0.0.1');
    expect(item.verdict).toBe('error');
    expect(item.facts?.['ports']).toContain(port);
    expect(item.message.en).toMatch(/planned VIP 127\.0\.0\.1 is already in use/);
    expect(item.message.zh).toContain('规划的 VIP 127.0.0.1 已被占用');
    const token = await tokenOf(scene.site());
    expect(only(await preflight(scene, { site, ...given('token', token) }), 'vip-in-use').verdict).toBe(
      'error',
    );
    await fetch(new URL('/api/v2/settings/vip', scene.site().url), {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-smartx-token': token, connection: 'close' },
      body: JSON.stringify({ iscsi_vip: null, management_vip: '127.0.0.1' }),
    });
    const own = only(await preflight(scene, { site, ...given('token', token) }), 'vip-in-use');
    expect(own).toMatchObject({ verdict: 'ok', facts: { knownBy: 'settings' } });
  });
});
