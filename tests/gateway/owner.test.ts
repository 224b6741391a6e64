import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Caller } from '../../src-main/api/context.ts';
import { protocol } from '../../src-main/api/wire/protocol.ts';
import { router } from '../../src-main/api/router.ts';
import { attach } from '../../src-main/hosts/owner/attach.ts';
import { createAddress, readEndpoint } from '../../src-main/hosts/owner/endpoint.ts';
import { findHome, makeHome } from '../../src-main/hosts/owner/home.ts';
import { isOwned, tryLock } from '../../src-main/hosts/owner/lock.ts';
import { serveOwner, type OwnerServer } from '../../src-main/hosts/owner/serve-owner.ts';
import { createContexts } from '../support/call-context.ts';
import { createFakeApplication } from '../support/fake-application.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { upgrade } from './raw-http.ts';

const onPosix = process.platform !== 'win32';

/** Takes the home in a process of its own; answers what it said. */
async function holdElsewhere(home: string): Promise<{ readonly said: string; readonly child: ChildProcess }> {
  const script = resolve(import.meta.dirname, 'hold-home.ts');
  const child = spawn(process.execPath, [script, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { said: said.toString().trim(), child };
}

describe('the lock of a home', () => {
  it('belongs to one process', async () => {
    const home = temporaryDirectory();
    expect(isOwned(home)).toBe(false);
    expect((await holdElsewhere(home)).said).toBe('owned');
    expect([isOwned(home), tryLock(home)]).toEqual([true, null]);
    expect((await holdElsewhere(home)).said).toBe('refused');
  });

  it('is free again the moment its owner is killed', async () => {
    const home = temporaryDirectory();
    const { child } = await holdElsewhere(home);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isOwned(home)).toBe(false);
    const lock = tryLock(home);
    expect(lock).not.toBeNull();
    lock?.release();
  });

  it('is refused twice in one process, and can be taken again once released', () => {
    const home = temporaryDirectory();
    const lock = tryLock(home);
    expect([tryLock(home), isOwned(home)]).toEqual([null, true]);
    lock?.release();
    expect(isOwned(home)).toBe(false);
    tryLock(home)?.release();
  });

  it('makes the home for its person only', () => {
    const home = join(temporaryDirectory(), 'deep', 'home');
    tryLock(home)?.release();
    if (onPosix) {
      expect(statSync(home).mode & 0o777).toBe(0o700);
    }
  });

  it('says so when the home cannot be made', () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    expect(() => tryLock(join(file, 'home'))).toThrow(expect.objectContaining({ code: 'FILE_UNWRITABLE' }));
  });
});

describe('the place of a home', () => {
  const user = resolve('/users/li');
  it.each([
    {
      on: 'Windows',
      platform: 'win32',
      environment: { APPDATA: resolve('/roaming') },
      is: join(resolve('/roaming'), 'Sitewright'),
    },
    {
      on: 'Windows without APPDATA',
      platform: 'win32',
      environment: {},
      is: join(user, 'AppData', 'Roaming', 'Sitewright'),
    },
    {
      on: 'macOS',
      platform: 'darwin',
      environment: {},
      is: join(user, 'Library', 'Application Support', 'Sitewright'),
    },
    { on: 'Linux', platform: 'linux', environment: {}, is: join(user, '.local', 'share', 'sitewright') },
    {
      on: 'Linux with XDG',
      platform: 'linux',
      environment: { XDG_DATA_HOME: resolve('/xdg') },
      is: join(resolve('/xdg'), 'sitewright'),
    },
    {
      on: 'Linux as named',
      platform: 'linux',
      environment: { SITEWRIGHT_HOME: resolve('/named') },
      is: resolve('/named'),
    },
  ] as const)('is its own on $on', ({ platform, environment, is }) => {
    expect(findHome({ option: null, environment, platform, userDirectory: user })).toBe(is);
  });

  it('is what was asked for before everything else', () => {
    const environment = { SITEWRIGHT_HOME: '/environment' };
    const home = findHome({
      option: resolve('/option'),
      environment,
      platform: 'linux',
      userDirectory: user,
    });
    expect(home).toBe(resolve('/option'));
  });
});

interface Served {
  readonly home: string;
  readonly owner: OwnerServer;
  readonly callers: Caller[];
}

async function serve(home = temporaryDirectory()): Promise<Served> {
  const contexts = createContexts(createFakeApplication());
  const callers: Caller[] = [];
  const owner = await serveOwner({
    home,
    router,
    contextFor(caller) {
      callers.push(caller);
      return contexts.contextFor(caller);
    },
    instanceId: 'instance-1',
  });
  onTestFinished(() => owner.close());
  return { home, owner, callers };
}

const endpointFile = (home: string): string => join(home, 'owner.json');

describe('attaching', () => {
  it('reaches the owner, as the person and kind that were named', async () => {
    const { home, callers } = await serve();
    const attached = await attach(home, { by: '李工' });
    const page = await attach(home, { by: 'li', kind: 'desktop' });
    expect(await attached.client.system.facts({})).toMatchObject({ product: 'Sitewright' });
    expect(callers).toEqual([
      { kind: 'owner-socket', by: '李工' },
      { kind: 'desktop', by: 'li' },
    ]);
    await expect(page.client.files.grant({ path: '/etc/passwd' })).rejects.toMatchObject({
      code: 'GRANT_REFUSED',
    });
    await expect(page.client.files.roots({})).rejects.toMatchObject({ code: 'GRANT_REFUSED' });
    await Promise.all([attached.close(), page.close()]);
  });

  it('is refused where no owner is', async () => {
    await expect(attach(temporaryDirectory(), { by: 'li' })).rejects.toMatchObject({
      code: 'OWNER_UNREACHABLE',
    });
  });

  it('is refused when the owner is gone but its file is still there', async () => {
    const { home, owner } = await serve();
    const left = readFileSync(endpointFile(home));
    await owner.close();
    writeFileSync(endpointFile(home), left);
    await expect(attach(home, { by: 'li' })).rejects.toMatchObject({ code: 'OWNER_UNREACHABLE' });
  });

  it('names both versions when the file tells of another protocol', async () => {
    const { home, owner } = await serve();
    writeFileSync(endpointFile(home), JSON.stringify({ ...owner.endpoint, protocol: 99 }));
    await expect(attach(home, { by: 'li' })).rejects.toMatchObject({
      code: 'PROTOCOL_MISMATCH',
      data: { attaching: protocol, owner: 99 },
    });
  });

  it('is told both versions by the owner, too', async () => {
    const { owner } = await serve();
    const headers = { authorization: `Bearer ${owner.endpoint.token}`, 'x-sitewright-protocol': '99' };
    const { status, body } = await upgrade(`ws+unix:${owner.endpoint.address}:/`, headers);
    expect([status, (JSON.parse(body) as { error: unknown }).error]).toMatchObject([
      409,
      {
        code: 'PROTOCOL_MISMATCH',
        message: { zh: expect.stringContaining('协议 99') as unknown },
        data: { attaching: 99, owner: protocol },
      },
    ]);
  });

  it('needs the token of this very owner', async () => {
    const { home, owner } = await serve();
    writeFileSync(endpointFile(home), JSON.stringify({ ...owner.endpoint, token: 'A'.repeat(43) }));
    await expect(attach(home, { by: 'li' })).rejects.toMatchObject({
      code: 'TOKEN_INVALID',
      text: { zh: expect.stringContaining('owner.json') as unknown },
      message: expect.stringContaining('owner.json') as unknown,
    });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['a list', '[]'],
    ['an address elsewhere', { address: 'evil.example:80' }],
    ['a foreign pipe', { address: '\\\\.\\pipe\\docker_engine' }],
    ['a short token', { token: 'x' }],
    ['a pid that is none', { pid: -1 }],
    ['no protocol', { protocol: undefined }],
  ])('takes a file with %s for no owner', async (_, content) => {
    const { home, owner } = await serve();
    const text = typeof content === 'string' ? content : JSON.stringify({ ...owner.endpoint, ...content });
    writeFileSync(endpointFile(home), text);
    await expect(attach(home, { by: 'li' })).rejects.toMatchObject({ code: 'OWNER_UNREACHABLE' });
  });

  it('ends when the owner goes, and every call after that says so', async () => {
    const { home, owner } = await serve();
    const attached = await attach(home, { by: 'li' });
    await owner.close();
    await attached.closed;
    await expect(attached.client.runs.list()).rejects.toMatchObject({ code: 'OWNER_UNREACHABLE' });
    expect(isOwned(home)).toBe(false);
  });

  it('does not wait for a process that listens and never answers', async () => {
    const { home, owner } = await serve();
    const silent = createServer();
    const address = join(temporaryDirectory(), 'silent.sock');
    silent.listen(address);
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    writeFileSync(endpointFile(home), JSON.stringify({ ...owner.endpoint, address }));
    await expect(attach(home, { by: 'li', timeoutMs: 20 })).rejects.toMatchObject({
      code: 'OWNER_UNREACHABLE',
    });
  });
});

describe('the endpoint', () => {
  it('is written for its person only, and nothing half written is left', async () => {
    const { home, owner } = await serve();
    expect(readEndpoint(home)).toEqual(owner.endpoint);
    expect(owner.endpoint).toMatchObject({ protocol, instanceId: 'instance-1', pid: process.pid });
    if (onPosix) {
      expect(statSync(endpointFile(home)).mode & 0o777).toBe(0o600);
      expect(statSync(owner.endpoint.address).mode & 0o777).toBe(0o600);
    }
    expect(readdirSync(home).filter((name) => name.startsWith('owner.json'))).toEqual(['owner.json']);
  });

  it('is gone when the owner closes', async () => {
    const { home, owner } = await serve();
    await owner.close();
    expect([readdirSync(home), existsSync(owner.endpoint.address)]).toEqual([[], false]);
  });

  it('has another address and token at each start', async () => {
    const [one, other] = [await serve(), await serve()];
    expect(one.owner.endpoint.token).not.toBe(other.owner.endpoint.token);
    expect(one.owner.endpoint.address).not.toBe(other.owner.endpoint.address);
  });

  it.runIf(onPosix)('what a killed owner left is removed by the next one, and nothing else', async () => {
    const home = temporaryDirectory();
    const kept = join(temporaryDirectory(), 'owner.sock');
    writeFileSync(kept, 'a file of the person');
    writeFileSync(join(home, 'owner.json.dead'), '{}');
    const dead = spawn(process.execPath, ['-e', listenAndWait, join(home, 'owner-dead.sock')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(dead.stdout, 'data');
    dead.kill('SIGKILL');
    await once(dead, 'exit');
    writeFileSync(
      endpointFile(home),
      JSON.stringify({ protocol, instanceId: 'dead', pid: 1, address: kept, token: 'A'.repeat(43) }),
    );
    const { owner } = await serve(home);
    expect(readdirSync(home).sort()).toEqual(['owner.json', owner.endpoint.address.split('/').at(-1)].sort());
    expect(readFileSync(kept, 'utf8')).toBe('a file of the person');
  });

  it.runIf(onPosix)(
    'a home with a long path is served from a private directory that goes with the owner',
    async () => {
      const home = join(temporaryDirectory(), 'x'.repeat(120));
      makeHome(home);
      const { owner } = await serve(home);
      const directory = dirname(owner.endpoint.address);
      expect(dirname(directory)).toBe(tmpdir());
      expect(statSync(directory).mode & 0o777).toBe(0o700);
      const attached = await attach(home, { by: 'li' });
      expect((await attached.client.runs.list()).runs).toHaveLength(2);
      await owner.close();
      expect(existsSync(directory)).toBe(false);
    },
  );

  it('is a named pipe on Windows', () => {
    expect(createAddress('C:\\home', 'win32')).toMatch(/^\\\\\.\\pipe\\sitewright-[0-9a-f]{32}$/);
  });

  it.runIf(onPosix)('paths with spaces and signs are reached', async () => {
    const home = join(temporaryDirectory(), '现场 #1?%20');
    mkdirSync(home);
    await serve(home);
    const attached = await attach(home, { by: 'li' });
    expect((await attached.client.runs.list()).runs).toHaveLength(2);
    await attached.close();
  });
});

const listenAndWait = `require('node:net').createServer().listen(process.argv[1], () => console.log('up')); setInterval(() => {}, 60000)`;
