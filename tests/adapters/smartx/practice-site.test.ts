import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createHttpClient } from '../../../src-main/adapters/http/http-client.ts';
import type { ConnectionRules } from '../../../src-main/adapters/http/connection-rules.ts';
import { createSmartxCluster } from '../../../src-main/adapters/smartx/cluster.ts';
import { createUploader } from '../../../src-main/adapters/smartx/uploader.ts';
import { createHostAccess } from '../../../src-main/adapters/ssh/host-access.ts';
import type { SmartxCluster } from '../../../src-main/engines/configure/ports.ts';
import { createPracticeSite, parseFault, type PracticeSite } from '../../../src-main/practice/index.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const options = { signal: new AbortController().signal };
const host = {
  storageIp: '10.0.1.1',
  bmcAddress: '10.0.20.1',
  nics: ['ens1f0', 'ens1f1'],
  accounts: ['root', 'smartx'],
};
const plan = {
  clusterName: 'C',
  vip: '10.0.0.9',
  version: '6.2.0',
  hosts: [{ ...host, number: 1, name: 'node-1', managementIp: '10.0.0.1' }],
};

interface Scene {
  readonly site: PracticeSite;
  readonly cluster: SmartxCluster;
  readonly rules: ConnectionRules;
}

/** The practice site over TLS, logged in. */
async function practising(faults: readonly string[], use: (scene: Scene) => Promise<void>): Promise<void> {
  const clock = { now: () => Date.now() };
  const site = await createPracticeSite({
    directory: temporaryDirectory(),
    clock,
    tls: true,
    chunkSizeBytes: 2_000_000,
    faults: faults.map((spec) => parseFault(spec)),
  });
  await site.attach(plan);
  const pin = site.describe().tlsFingerprint ?? '';
  const rules = {
    site: 's',
    pins: { accepted: () => [pin] },
    allowHttp: false,
    allowedHosts: () => undefined,
  };
  const http = createHttpClient({ baseUrl: site.url, rules });
  try {
    const cluster = createSmartxCluster({ http });
    cluster.useToken((await cluster.login(site.smartx, options)).token);
    await use({ site, cluster, rules });
  } finally {
    await http.close();
    await site.close();
  }
}

async function finished(cluster: SmartxCluster, jobId: string | null): Promise<string | null> {
  for (;;) {
    const job = await cluster.job(jobId ?? '', options);
    if (job.state !== 'pending') {
      return job.resourceUuid;
    }
  }
}

it('configures the practice site and reads everything back', async () => {
  await practising([], async ({ site, cluster }) => {
    expect(await cluster.checkConnection(options)).toEqual({ fingerprint: site.describe().tlsFingerprint });
    expect(await cluster.verifyDeployed(options)).toMatchObject({ isDeployed: true });
    const [scanned] = await cluster.scanHosts(options);
    expect(scanned).toMatchObject({ hostname: 'node-1', uuid: site.describe().hosts[0]?.uuid });
    expect(scanned?.addresses).toContain('10.0.0.1');
    const root = { username: 'root', password: 'Root-1-new' };
    expect(await cluster.setupRoot(root, options)).toBe('created');
    expect(await cluster.setupRoot(root, options)).toBe('already');

    const dns = await cluster.setDns(['10.0.0.53'], options);
    await finished(cluster, dns.jobId);
    expect(await cluster.readDns(options)).toEqual({ kind: 'value', value: ['10.0.0.53'] });

    const hosts = [{ hostUuid: scanned?.uuid ?? '', nics: ['ens1f0', 'ens1f1'], dataIp: null }];
    const made = await cluster.createVds({ name: 'VDS-1', bondMode: 'balance-tcp', hosts }, options);
    const vdsUuid = (await finished(cluster, made.jobId)) ?? '';
    const vlan = await cluster.createVlan({ vdsUuid, name: 'VLAN-7', vlanId: 7 }, options);
    expect(await cluster.listVlans({ uuid: vdsUuid, name: 'vDS' }, options)).toEqual({
      kind: 'value',
      value: [vlan],
    });
    expect(await cluster.listVds(options)).toEqual([
      expect.objectContaining({ uuid: vdsUuid, bondMode: 'balance-tcp', vlansCount: 1 }),
    ]);
    await expect(cluster.createVlan({ vdsUuid, name: 'VLAN-7', vlanId: 7 }, options)).rejects.toMatchObject({
      code: 'API_CONFLICT',
    });
    expect(await cluster.readSerial(options)).toBe(site.describe().cluster?.serial);
  });
});

it('uploads through torn connections, failing chunks and expiring sessions', async () => {
  const content = randomBytes(9_000_000);
  const path = join(temporaryDirectory(), 'tools.iso');
  writeFileSync(path, content);
  await practising(
    ['upload:drop=50%', 'upload:chunk=1:fail=2', 'token:expire-after=5'],
    async ({ site, cluster, rules }) => {
      const volume = await cluster.createSvtVolume({ name: 'tools.iso', sizeBytes: content.length }, options);
      const session = await cluster.login(site.smartx, options);
      const confirmed = new Set<number>();
      const result = await createUploader({ rules, retryPauseMs: 0 }).upload({
        ...options,
        cluster,
        token: session.token,
        filePath: path,
        fileName: 'tools.iso',
        sizeBytes: content.length,
        volume,
        chunkMap: {
          load: () => [],
          confirm: (_image, chunk) => void confirmed.add(chunk),
          forget: () => undefined,
        },
        onProgress: () => undefined,
        onRetry: () => undefined,
        renewToken: async () => (await cluster.login(site.smartx, options)).token,
      });
      expect(result).toEqual({
        sha256: createHash('sha256').update(content).digest('hex'),
        sentChunks: 5,
        reusedChunks: 0,
        isConfirmed: true,
      });
      expect([...confirmed]).toEqual([0, 1, 2, 3, 4]);
      cluster.useToken((await cluster.login(site.smartx, options)).token);
      const images = await cluster.listSvtImages(options);
      expect(images).toMatchObject({
        kind: 'value',
        value: [{ imageUuid: volume.imageUuid, name: 'tools.iso', toUpload: [] }],
      });
    },
  );
});

it('changes and checks the passwords of a practice host', async () => {
  await practising([], async ({ site }) => {
    const [described] = site.describe().hosts;
    const access = createHostAccess({
      resolve: () => ({ host: described?.host ?? '', port: described?.port ?? 0 }),
      acceptedKeys: () => [described?.hostKey ?? ''],
    });
    const old = described?.accounts.find(({ user }) => user === 'smartx')?.password ?? '';
    const login = { address: '10.0.0.1', user: 'smartx', password: old };
    expect(await access.hostKey('10.0.0.1', options)).toBe(described?.hostKey);
    expect(await access.tryLogin({ ...login, password: 'wrong' }, options)).toBe('refused');
    const wanted = [
      { username: 'root', password: 'Root-new-1' },
      { username: 'smartx', password: 'Smartx-new-1' },
    ];
    await access.setPasswords(login, wanted, options);
    const renewed = { ...login, password: 'Smartx-new-1' };
    expect(await access.tryLogin(renewed, options)).toBe('ok');
    expect(
      await access.verifyPassword(renewed, { username: 'root', password: 'Root-new-1' }, options),
    ).toEqual({
      kind: 'right',
    });
    expect(
      await access.verifyPassword(renewed, { username: 'root', password: 'Root-old-1' }, options),
    ).toEqual({
      kind: 'wrong',
    });
  });
});
