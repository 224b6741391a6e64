import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { PracticeSite } from '../../../src-main/practice/index.ts';
import {
  call,
  handClock,
  journalOf,
  logIn,
  madeUpLogin,
  planOf,
  runOverSsh,
  startEmpty,
  startSite,
  temporaryDirectory,
} from './practice-fixture.ts';

const secrets = ['Sheet-Root-4711', 'Bmc-Secret-4711', 'Host-Secret-4711', 'Query-Secret-4711'] as const;
const [rootSecret, bmcSecret, hostSecret, querySecret] = secrets;

/** Uses every way a secret gets into the site; answers the session token, which is one as well. */
async function handSecretsTo(site: PracticeSite): Promise<string> {
  const body = { username: 'root', password: rootSecret, repeat: rootSecret };
  await call(site, { method: 'POST', path: '/api/v3/users:setupRoot', body });
  const login = await call(site, {
    method: 'POST',
    path: '/api/v3/sessions',
    body: { username: 'root', password: rootSecret },
  });
  const { token } = login.body as { token: string };
  const [host] = site.describe().hosts;
  const account = { node_uuid: host!.uuid, node_name: 'scvm-01', host: 'a', user: 'u', password: bmcSecret };
  await call(site, {
    method: 'POST',
    path: '/api/v2/ipmi/upsert_accounts',
    body: { accounts: [account] },
    token,
  });
  await call(site, {
    method: 'POST',
    path: `/api/v2/ipmi/upsert_accounts?password=${querySecret}`,
    body: {},
    token,
  });
  const ssh = madeUpLogin(site, 'scvm-01', 'smartx');
  await runOverSsh(
    ssh,
    "sudo -S -p '' chpasswd",
    `${ssh.password}\nsmartx:${hostSecret}\nroot:${hostSecret}\n`,
  );
  return token;
}

const formsOf = (secret: string): Buffer[] => [
  Buffer.from(secret),
  Buffer.from(secret, 'utf16le'),
  Buffer.from(Buffer.from(secret).toString('base64').replace(/=+$/, '')),
  Buffer.from(Buffer.from(secret).toString('hex')),
];

describe('secrets given to the site', () => {
  it('are nowhere on its disk, while it runs and after', async () => {
    const directory = temporaryDirectory();
    const site = await startSite({ directory });
    const token = await handSecretsTo(site);
    const search = (): string[] =>
      readdirSync(directory).flatMap((name) => {
        const bytes = readFileSync(join(directory, name));
        return [...secrets, token].filter((secret) => formsOf(secret).some((form) => bytes.includes(form)));
      });
    expect(search()).toEqual([]);
    await site.close();
    expect(search()).toEqual([]);
  });
});

describe('a restart', () => {
  it('keeps the site, its ports, its journal and its sessions', async () => {
    const directory = temporaryDirectory();
    const clock = handClock();
    const first = await startSite({ directory, clock });
    const token = await handSecretsTo(first);
    const before = { site: first.describe(), state: first.state(), journal: await journalOf(first) };
    await first.close();
    const second = await startEmpty({ directory, clock });
    expect({ site: second.describe(), state: second.state(), journal: await journalOf(second) }).toEqual(
      before,
    );
    expect(await call(second, { method: 'GET', path: '/api/v2/settings/dns', token })).toMatchObject({
      status: 200,
    });
    const login = { port: second.hosts[0]!.port, user: 'smartx', password: hostSecret };
    expect(await runOverSsh(login, 'true')).toMatchObject({ exitCode: 0 });
  });

  it('takes another port when the old one is gone', async () => {
    const directory = temporaryDirectory();
    const first = await startEmpty({ directory });
    const port = Number(new URL(first.url).port);
    await first.close();
    const squatter = await startEmpty({ smartxPort: port });
    const second = await startEmpty({ directory });
    expect(second.url).not.toBe(squatter.url);
    await expect(startEmpty({ smartxPort: port })).rejects.toMatchObject({ code: 'PRACTICE_UNREACHABLE' });
  });

  it('is refused while another one serves the directory', async () => {
    const directory = temporaryDirectory();
    const first = await startEmpty({ directory });
    await expect(startEmpty({ directory })).rejects.toMatchObject({ code: 'HOME_OWNED' });
    await first.close();
    await startEmpty({ directory });
  });

  it('after a kill finds everything that was answered', async () => {
    const directory = temporaryDirectory();
    const script = `
      import { createPracticeSite } from ${JSON.stringify(pathToFileURL(resolve('src-main/practice/index.ts')).href)};
      const site = await createPracticeSite({ directory: process.argv[1], clock: { now: () => Date.now() } });
      await site.attach(${JSON.stringify(planOf())});
      process.stdout.write(JSON.stringify(site.describe()));
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const served = JSON.parse(line.toString()) as ReturnType<PracticeSite['describe']>;
    const remote = { url: served.smartx.url, smartx: served.smartx } as PracticeSite;
    const client = await logIn(remote);
    await client.call('PUT', '/api/v2/settings/vip', { management_vip: '10.0.21.9' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const site = await startEmpty({ directory });
    expect(site.state().vip).toBe('10.0.21.9');
    expect(await journalOf(site)).toMatchObject([{ path: '/api/v2/settings/vip', status: 200 }]);
    expect(site.describe().hosts.map(({ uuid }) => uuid)).toEqual(served.hosts.map(({ uuid }) => uuid));
  });
});

describe('attaching a plan', () => {
  it('keeps everything for the same plan and adds what is new', async () => {
    const site = await startSite();
    await handSecretsTo(site);
    const before = { site: site.describe(), state: site.state() };
    await site.attach(planOf());
    expect({ site: site.describe(), state: site.state() }).toEqual(before);
    await site.attach(planOf(['scvm-01', 'scvm-02', 'scvm-03', 'scvm-04']));
    const hosts = site.describe().hosts;
    expect(hosts.slice(0, 3)).toEqual(before.site.hosts);
    expect(hosts[3]).toMatchObject({ name: 'scvm-04', accounts: [{ user: 'root' }, { user: 'smartx' }] });
    expect(await runOverSsh(madeUpLogin(site, 'scvm-04', 'root'), 'true')).toMatchObject({ exitCode: 0 });
  });

  it('follows new addresses of a known host and keeps who it is', async () => {
    const site = await startSite();
    const [before] = site.describe().hosts;
    const plan = planOf();
    await site.attach({ ...plan, hosts: [{ ...plan.hosts[0]!, managementIp: '10.9.9.9' }] });
    expect(site.describe().hosts).toHaveLength(3);
    expect(site.describe().hosts[0]).toEqual({ ...before!, managementIp: '10.9.9.9' });
  });

  it('replaces a site whose hosts it does not know, and keeps the journal', async () => {
    const site = await startSite();
    await handSecretsTo(site);
    const old = site.describe();
    const { length } = await journalOf(site);
    await site.attach(planOf(['other-01']));
    expect(site.state()).toMatchObject({
      root: null,
      ipmi: [],
      accounts: [{ host: 'other-01' }, { host: 'other-01' }],
    });
    expect(site.describe().cluster!.serial).not.toBe(old.cluster!.serial);
    expect(await journalOf(site)).toHaveLength(length);
    await expect(
      runOverSsh({ port: old.hosts[2]!.port, user: 'root', password: 'x' }, 'true'),
    ).rejects.toThrow();
  });

  it('works over HTTP, says what is wrong with a plan, and two at once do no harm', async () => {
    const site = await startEmpty();
    const attach = (body: unknown) => call(site, { method: 'POST', path: '/practice/attach', body });
    expect(await attach({ hosts: [] })).toMatchObject({
      status: 400,
      body: { error: { code: 'INPUT_INVALID' } },
    });
    const [one, two] = await Promise.all([attach(planOf()), attach(planOf())]);
    expect(one).toMatchObject({
      status: 200,
      body: { practice: true, hosts: [{ name: 'scvm-01' }, {}, {}] },
    });
    expect(two.body).toEqual(one.body);
    expect((await call(site, { method: 'GET', path: '/practice/site' })).body).toEqual(one.body);
    expect((await call(site, { method: 'GET', path: '/practice/state' })).body).toEqual(site.state());
    expect(await call(site, { method: 'GET', path: '/practice/nothing' })).toMatchObject({ status: 404 });
    expect(await journalOf(site)).toEqual([]);
  });
});

describe('closing', () => {
  it('does not wait for open connections', async () => {
    const site = await startSite();
    const sockets = [Number(new URL(site.url).port), site.hosts[0]!.port].map((port) =>
      connect(port, '127.0.0.1'),
    );
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const ended = sockets.map((socket) => once(socket.on('error', () => socket.destroy()).resume(), 'close'));
    await site.close();
    await Promise.all(ended);
  });
});
