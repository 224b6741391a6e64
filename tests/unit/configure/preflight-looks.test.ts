import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, type NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  checksumFilesBeside,
  parseChecksums,
} from '../../../src-main/services/configure/preflight/checksum-files.ts';
import { lookAtPairing } from '../../../src-main/services/configure/preflight/cluster.ts';
import { clockItem } from '../../../src-main/services/configure/preflight/clock.ts';
import { nodeCertificates } from '../../../src-main/services/configure/preflight/connection.ts';
import { isoItem } from '../../../src-main/services/configure/preflight/iso-checksum.ts';
import { laptopItem } from '../../../src-main/services/configure/preflight/laptop.ts';
import { vipItem, type VipQuestion } from '../../../src-main/services/configure/preflight/vip.ts';
import type { Scene } from '../../../src-main/services/configure/preflight/scene.ts';
import type { PortState } from '../../../src-main/services/configure/site-looks.ts';
import { AppError } from '../../../src-main/contract/errors.ts';

const { signal } = new AbortController();

function ipv4(address: string, internal = false): NetworkInterfaceInfo {
  const netmask = '255.255.255.0';
  return { address, netmask, family: 'IPv4', mac: '02:00:00:00:00:01', internal, cidr: `${address}/24` };
}

const ipv6: NetworkInterfaceInfo = {
  address: 'fe80::1',
  netmask: 'ffff:ffff:ffff:ffff::',
  family: 'IPv6',
  mac: '02:00:00:00:00:01',
  internal: false,
  cidr: 'fe80::1/64',
  scopeid: 2,
};

describe("the laptop's own address", () => {
  it('is good in the management network, and named with its interface', () => {
    const interfaces = { lo: [ipv4('127.0.0.1', true)], eth0: [ipv6, ipv4('192.0.2.200')], wlan0: undefined };
    const item = laptopItem('192.0.2.0/24', interfaces);
    expect(item).toMatchObject({ code: 'laptop-ip', verdict: 'ok' });
    expect(item.facts).toEqual({
      subnet: '192.0.2.0/24',
      addresses: [{ name: 'eth0', address: '192.0.2.200' }],
      inside: { name: 'eth0', address: '192.0.2.200' },
    });
    for (const message of [item.message.zh, item.message.en]) {
      expect(message).toMatch(/192\.0\.2\.200.*eth0|eth0.*192\.0\.2\.200/);
    }
  });

  it('is a warning when it is in another network, with those that the laptop has', () => {
    const item = laptopItem('192.0.2.0/25', { eth0: [ipv4('192.0.2.200')], wlan0: [ipv4('10.8.0.4')] });
    expect(item.verdict).toBe('warning');
    expect(item.message.en).toMatch(
      /192\.0\.2\.0\/25 \(it has 192\.0\.2\.200 \(eth0\), 10\.8\.0\.4 \(wlan0\)\)/,
    );
    expect(item.message.zh).toContain('请检查网线');
  });

  it('is a warning when the laptop has no address but its own loopback', () => {
    expect(laptopItem('127.0.0.0/8', { lo: [ipv4('127.0.0.1', true)] }).verdict).toBe('warning');
  });

  it.each([null, '', '192.0.2.0', '192.0.2.0/33', '192.0.2/24', 'N/A'])(
    'is not known when the sheet says %s',
    (subnet) => expect(laptopItem(subnet, { eth0: [ipv4('192.0.2.200')] }).verdict).toBe('unknown'),
  );
});

describe('the clocks', () => {
  const offset = async (offsetMs: number) =>
    clockItem('https://node', { clock: async () => ({ offsetMs, toleranceMs: 510, said: 'then' }) }, signal);

  it.each([
    [60_000, 'ok'],
    [-60_000, 'ok'],
    [60_001, 'warning'],
    [-60_001, 'warning'],
  ])('%i ms apart are %s', async (offsetMs, verdict) =>
    expect(await offset(offsetMs)).toMatchObject({ code: 'clock-skew', verdict, facts: { offsetMs } }),
  );
});

interface Vip {
  readonly vip?: string | null;
  /** What every port of the address does; 443 and 80 are asked, and the site's own 8443. */
  readonly ports?: Readonly<Record<number, PortState>>;
  readonly isReached?: boolean;
  /** What is shown at the address; none when it speaks no TLS. */
  readonly certificate?: string;
}

function askVip({ vip = '192.0.2.10', ports = {}, isReached = true, certificate }: Vip) {
  const refuse = () =>
    Promise.reject(new AppError('TLS_CHANGED', { zh: '证书不同。', en: 'Another certificate.' }));
  const site = {
    cluster: { baseUrl: 'https://192.0.2.11:8443' },
    looks: {
      port: 8443,
      isSecure: true,
      portState: async (_address: string, port: number) => ports[port] ?? 'silent',
      certificate: certificate === undefined ? refuse : async () => certificate,
    },
  } as unknown as VipQuestion['site'];
  return vipItem({ vip, site, isReached, canReadVip: false, signal });
}

describe('the planned VIP', () => {
  it('is free when nothing answers', async () => {
    expect(await askVip({})).toMatchObject({ verdict: 'ok', facts: { silent: [443, 80, 8443] } });
  });

  it.each([443, 80, 8443])('is in use when something answers on %i', async (port) => {
    const item = await askVip({ ports: { [port]: 'open' } });
    expect(item).toMatchObject({
      code: 'vip-in-use',
      subject: '192.0.2.10',
      verdict: 'error',
      facts: { ports: [port] },
    });
    expect(item.message.zh).toContain(`192.0.2.10 已被占用（端口 ${port}）`);
  });

  it('is probably taken when something refuses connections there', async () => {
    const item = await askVip({ ports: { 80: 'refused' } });
    expect(item).toMatchObject({ verdict: 'warning', facts: { refused: [80] } });
  });

  it('is the cluster itself when it shows a certificate that was accepted for it', async () => {
    const item = await askVip({ ports: { 8443: 'open' }, certificate: 'AA:BB' });
    expect(item).toMatchObject({ verdict: 'ok', facts: { knownBy: 'certificate' } });
  });

  it('is the cluster itself when it is the address that was given', async () => {
    const item = await askVip({ vip: '192.0.2.11', ports: { 8443: 'open' } });
    expect(item).toMatchObject({ verdict: 'ok', facts: { knownBy: 'address' } });
  });

  it.each<Vip>([
    { isReached: false },
    { ports: { 443: 'unreachable', 80: 'unreachable', 8443: 'unreachable' } },
    { vip: null },
  ])('is not known for %o', async (vip) => expect(await askVip(vip)).toMatchObject({ verdict: 'unknown' }));
});

describe('the certificates of the other nodes', () => {
  async function verdictOf(certificate: () => Promise<string>) {
    const scene = {
      input: { site: { kind: 'real' }, blocked: [], edits: [] },
      plan: {
        hosts: [
          { name: 'node-01', managementIp: '192.0.2.11' },
          { name: 'node-02', managementIp: '192.0.2.12' },
        ],
      },
      site: { cluster: { baseUrl: 'https://192.0.2.11' }, looks: { isSecure: true, certificate } },
      signal,
    } as unknown as Scene;
    return (await nodeCertificates(scene)).map(({ subject, verdict }) => `${subject} ${verdict}`);
  }
  const fails = (code: 'TLS_CHANGED' | 'CONNECT_TIMEOUT') => () =>
    Promise.reject(new AppError(code, { zh: '不行。', en: 'No.' }));

  it('are good once accepted, and the asked node is not asked twice', async () =>
    expect(await verdictOf(async () => 'AA:BB')).toEqual(['node-02 ok']));

  it('are to be accepted where only another node had its own accepted', async () =>
    expect(await verdictOf(fails('TLS_CHANGED'))).toEqual(['node-02 warning']));

  it('are not known where a node does not answer', async () =>
    expect(await verdictOf(fails('CONNECT_TIMEOUT'))).toEqual(['node-02 unknown']));
});

describe('a pairing that is not clear', () => {
  const planned = (name: string, serial: string) => ({
    name,
    serial,
    managementIp: '192.0.2.11',
    storageIp: null,
    bmc: { address: null },
  });
  const scanned = (hostname: string, serial: string, addresses: readonly string[] = []) => ({
    uuid: `uuid-${serial}`,
    hostname,
    serial,
    addresses,
  });
  async function saidOf(hosts: readonly object[], found: readonly object[]): Promise<readonly string[]> {
    const cluster = { baseUrl: 'https://192.0.2.11', scanHosts: async () => found };
    const scene = { plan: { hosts }, site: { cluster }, token: null, signal } as unknown as Scene;
    return (await lookAtPairing(scene)).items.map(({ message }) => message.en);
  }

  it('names every scanned host with what agrees', async () => {
    const [said] = await saidOf(
      [planned('node-01', 'S1')],
      [scanned('node-01', 'S9'), scanned('node-02', 'S1', ['192.0.2.11'])],
    );
    expect(said).toMatch(
      /node-01 in the workbook matches 2 scanned hosts: node-01 \/ S9 \(same hostname\), node-02 \/ S1 \(same S\/N, management IP\)\./,
    );
  });

  it('names the planned hosts that lay claim to the same scanned one', async () => {
    const said = await saidOf(
      [planned('node-01', 'S1'), planned('node-02', 'S2')],
      [scanned('node-01', 'S1', ['192.0.2.11'])],
    );
    expect(said).toHaveLength(2);
    for (const one of said) {
      expect(one).toMatch(
        /^Scanned host node-01 \/ S1 matches 2 hosts in the workbook: node-01 \(same S\/N, hostname, management IP\), node-02 \(same management IP\)\./,
      );
    }
  });
});

const iso = 'SMTX_VMTOOLS-4.0.0.iso';
const sum = 'ab'.repeat(32);
const other = 'cd'.repeat(32);

describe('a checksum', () => {
  it.each([
    [`${sum}  ${iso}`, iso],
    [`${sum} *${iso}`, iso],
    [`${sum.toUpperCase()}\t./images/${iso}`, iso],
    [`${sum}  C:\\images\\${iso}`, iso],
    [`\\${sum}  ${iso}`, iso],
    [`SHA256 (${iso}) = ${sum}`, iso],
    [`SHA2-256(${iso})= ${sum}`, iso],
    [`  ${sum}  `, null],
    [`SHA256          ${sum.toUpperCase()}       C:\\images\\${iso}  `, iso],
    [`"SHA256","${sum.toUpperCase()}","C:\\images\\${iso}"`, iso],
    [`Algorithm : SHA256\r\nHash      : ${sum.toUpperCase()}\r\nPath      : C:\\images\\${iso}`, iso],
  ])('is read from %s', (line, name) =>
    expect(parseChecksums(`${line}\r\n`)).toEqual([{ sha256: sum, name }]),
  );

  it.each(['', '# comment', `${sum.slice(1)}  ${iso}`, `MD5 (${iso}) = ${sum.slice(32)}`, `${sum}0  ${iso}`])(
    'is not read from %s',
    (line) => expect(parseChecksums(line)).toEqual([]),
  );
});

/** What Windows PowerShell 5 writes for `Get-FileHash *.iso > FILE`. */
const powershellTable = (path: string): string => `\uFEFF\r
Algorithm       Hash                                                                   Path\r
---------       ----                                                                   ----\r
SHA256          ${other.toUpperCase()}       D:\\other.iso\r
SHA256          ${sum.toUpperCase()}       ${path}\r
\r
`;

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-iso-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
  }
  return join(folder, iso);
}

describe('the checksum files beside an ISO', () => {
  it.each([
    [`${iso}.sha256`, sum],
    [`${iso}.sha256`, `${sum}  name-at-the-vendor.iso\n`],
    [`${iso}.SHA256SUM`, `${other}  other.iso\n${sum}  ${iso}\n`],
    ['SHA256SUMS', `${other}  other.iso\n${sum} *${iso}\n`],
    ['sha256sum.txt', `SHA256 (${iso}) = ${sum}\n`],
    ['sha256sums', Buffer.from(`\uFEFF${sum}  ${iso}\r\n`, 'utf16le')],
    ['sha256sums', Buffer.from(`${sum}  ${iso}\r\n`, 'utf16le')],
    ['SHA256SUMS.txt', Buffer.from(`\uFEFF${sum}  ${iso}\r\n`, 'utf16le').swap16()],
    ['SHA256SUMS.txt', Buffer.from(powershellTable(`D:\\${iso}`), 'utf16le')],
    ['SHA256SUMS.txt', Buffer.from(powershellTable(`D:\\${iso.slice(0, 12)}...`), 'utf16le')],
  ])('are read: %s', async (fileName, text) =>
    expect(await checksumFilesBeside(folderWith({ [fileName]: text }))).toEqual([
      { fileName, sha256s: [sum] },
    ]),
  );

  it.each([
    ['SHA256SUMS', sum],
    ['SHA256SUMS', `${sum}  other.iso`],
    [`${iso}.sha256`, `${sum}  one.iso\n${other}  two.iso`],
  ])('say nothing about it: %s with %s', async (fileName, text) =>
    expect(await checksumFilesBeside(folderWith({ [fileName]: text }))).toEqual([{ fileName, sha256s: [] }]),
  );

  it('are not every file there is', async () => {
    expect(await checksumFilesBeside(folderWith({ 'notes.txt': sum, 'other.iso.sha256': sum }))).toEqual([]);
  });
});

describe('the ISO', () => {
  it('is an error that names the file when it has gone', async () => {
    const path = folderWith({});
    const item = await isoItem({ path, fileName: iso, sizeBytes: 1 }, signal);
    expect(item).toMatchObject({ code: 'iso-checksum', subject: iso, verdict: 'error' });
    expect(item.facts).toEqual({ error: 'FILE_UNREADABLE' });
    for (const message of [item.message.zh, item.message.en]) {
      expect(message).toContain(path);
    }
  });
});
