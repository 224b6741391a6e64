import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { createHostKey, hostKeyFingerprint } from '../../../src-main/practice/host-key.ts';
import type { PracticeSite } from '../../../src-main/practice/index.ts';
import { handClock, madeUpLogin, runOverSsh, startSite } from './practice-fixture.ts';

const sudo = "sudo -S -p '' chpasswd";

function presentedKey(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('error', reject);
    client.connect({
      host: '127.0.0.1',
      port,
      username: 'nobody',
      hostVerifier: (key: Buffer) => {
        resolve(`SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`);
        client.removeListener('error', reject).on('error', () => client.destroy());
        return false;
      },
    });
  });
}

const accountOf = (site: PracticeSite, host: string, user: string) =>
  site.state().accounts.find((account) => account.host === host && account.user === user)!;

describe('the hosts over SSH', () => {
  it('have a port and a key of their own, shown by the site', async () => {
    const site = await startSite();
    const { hosts } = site.describe();
    const keys = await Promise.all(hosts.map(({ port }) => presentedKey(port)));
    expect(keys).toEqual(hosts.map(({ hostKey }) => hostKey));
    expect(new Set(keys).size).toBe(3);
    expect(site.hosts.map(({ name, port }) => [name, port])).toEqual(
      hosts.map(({ name, port }) => [name, port]),
    );
  });

  it('get keys that can be read, however the bytes fall', () => {
    const prints = Array.from({ length: 600 }, () => hostKeyFingerprint(createHostKey()));
    expect(new Set(prints).size).toBe(600);
  });

  it('let their accounts in with the made-up password and run what they know', async () => {
    const site = await startSite();
    const login = madeUpLogin(site, 'scvm-01', 'smartx');
    expect(await runOverSsh(login, 'true')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(await runOverSsh(login, 'id -un')).toMatchObject({ exitCode: 0, stdout: 'smartx\n' });
    expect(await runOverSsh(login, 'reboot now')).toMatchObject({ exitCode: 127 });
    await expect(runOverSsh({ ...login, password: 'wrong' }, 'true')).rejects.toThrow(/authentication/i);
    await expect(runOverSsh({ ...login, user: 'nobody' }, 'true')).rejects.toThrow(/authentication/i);
    expect(login.password).not.toBe(madeUpLogin(site, 'scvm-02', 'smartx').password);
  });

  it('can have one made-up password for all accounts', async () => {
    const site = await startSite({ initialPasswords: 'shared' });
    const passwords = site
      .describe()
      .hosts.flatMap(({ accounts }) => accounts.map(({ password }) => password));
    expect(new Set(passwords).size).toBe(1);
  });

  it('change passwords through sudo, and forget the made-up ones', async () => {
    const site = await startSite();
    const login = madeUpLogin(site, 'scvm-01', 'smartx');
    const input = `${login.password}\nsmartx:New:Secret-1\nroot:New-Secret-2\n`;
    expect(await runOverSsh(login, sudo, input)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await runOverSsh({ ...login, password: 'New:Secret-1' }, 'true')).toMatchObject({ exitCode: 0 });
    await expect(runOverSsh(login, 'true')).rejects.toThrow();
    const [host] = site.describe().hosts;
    expect(host!.accounts.map(({ user, password, changes }) => [user, password, changes])).toEqual([
      ['root', null, 1],
      ['smartx', null, 1],
    ]);
    expect(accountOf(site, 'scvm-02', 'smartx').changed).toBe(false);
  });

  it('change nothing without the right, the sudo password or a known user', async () => {
    const site = await startSite();
    const login = madeUpLogin(site, 'scvm-01', 'smartx');
    const root = madeUpLogin(site, 'scvm-01', 'root');
    expect(await runOverSsh(login, 'chpasswd', 'root:a\n')).toMatchObject({ exitCode: 1 });
    expect(await runOverSsh(login, sudo, 'wrong\nroot:a\n')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('incorrect password') as unknown,
    });
    expect(await runOverSsh(login, sudo, '')).toMatchObject({ exitCode: 1 });
    expect(await runOverSsh(root, 'chpasswd', 'root:a\nnobody:b\n')).toMatchObject({ exitCode: 1 });
    expect(await runOverSsh(root, 'chpasswd', 'no colon\n')).toMatchObject({ exitCode: 1 });
    expect(site.state().accounts.filter(({ changed }) => changed)).toEqual([]);
    expect(await runOverSsh(root, 'chpasswd', 'root:a\n')).toMatchObject({ exitCode: 0 });
  });

  it('verify an account through another one with su', async () => {
    const site = await startSite();
    const login = madeUpLogin(site, 'scvm-01', 'smartx');
    const root = madeUpLogin(site, 'scvm-01', 'root');
    expect(await runOverSsh(login, 'su -c true root', `${root.password}\n`)).toMatchObject({ exitCode: 0 });
    expect(await runOverSsh(login, 'su -c true root', 'wrong\n')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('su: Authentication failure') as unknown,
    });
    expect(await runOverSsh(login, 'su -c true nobody', 'x\n')).toMatchObject({ exitCode: 1 });
  });

  it('let root become anybody, which proves no password', async () => {
    const site = await startSite();
    const root = madeUpLogin(site, 'scvm-01', 'root');
    expect(await runOverSsh(root, 'su -c true smartx', 'anything\n')).toMatchObject({ exitCode: 0 });
  });

  it('lock an account after wrong passwords in a row, for ten minutes', async () => {
    const clock = handClock();
    const site = await startSite({ clock, lockoutAfter: 2 });
    const login = madeUpLogin(site, 'scvm-01', 'smartx');
    const attempt = (password: string) => runOverSsh({ ...login, password }, 'true');
    await expect(attempt('wrong')).rejects.toThrow();
    await attempt(login.password);
    await expect(attempt('wrong')).rejects.toThrow();
    await expect(attempt('wrong')).rejects.toThrow();
    expect(accountOf(site, 'scvm-01', 'smartx').locked).toBe(true);
    await expect(attempt(login.password)).rejects.toThrow();
    clock.advance(600_000);
    expect(await attempt(login.password)).toMatchObject({ exitCode: 0 });
  });

  it('lock nothing when told so', async () => {
    const site = await startSite({ lockoutAfter: 0 });
    const login = madeUpLogin(site, 'scvm-01', 'smartx');
    for (let turn = 0; turn < 6; turn += 1) {
      await expect(runOverSsh({ ...login, password: 'wrong' }, 'true')).rejects.toThrow();
    }
    expect(await runOverSsh(login, 'true')).toMatchObject({ exitCode: 0 });
  });

  it('live through a client that speaks nonsense', async () => {
    const site = await startSite();
    const login = madeUpLogin(site, 'scvm-01', 'smartx');
    await new Promise<void>((resolve) => {
      const socket = connect(login.port, '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\n\r\n'.repeat(500)),
      );
      socket.on('error', () => socket.destroy()).on('data', () => socket.resetAndDestroy());
      socket.on('close', () => resolve());
    });
    expect(await runOverSsh(login, 'true')).toMatchObject({ exitCode: 0 });
  });
});

describe('faults of the hosts', () => {
  it('ssh:host=scvm-01:refuse closes connections to that host only', async () => {
    const site = await startSite({ faults: ['ssh:host=scvm-01:refuse'] });
    await expect(runOverSsh(madeUpLogin(site, 'scvm-01', 'smartx'), 'true')).rejects.toThrow();
    expect(await runOverSsh(madeUpLogin(site, 'scvm-02', 'smartx'), 'true')).toMatchObject({ exitCode: 0 });
  });

  it('ssh:host=*:no-root keeps root out and leaves the way through su', async () => {
    const site = await startSite({ faults: ['ssh:host=*:no-root'] });
    const root = madeUpLogin(site, 'scvm-03', 'root');
    await expect(runOverSsh(root, 'true')).rejects.toThrow();
    const login = madeUpLogin(site, 'scvm-03', 'smartx');
    expect(await runOverSsh(login, 'su -c true root', `${root.password}\n`)).toMatchObject({ exitCode: 0 });
    expect(accountOf(site, 'scvm-03', 'root').locked).toBe(false);
  });

  it('ssh:host=scvm-01:key-changed presents another key than the site shows', async () => {
    const site = await startSite({ faults: ['ssh:host=scvm-01:key-changed'] });
    const [first, second] = site.describe().hosts;
    expect(await presentedKey(first!.port)).not.toBe(first!.hostKey);
    expect(await presentedKey(second!.port)).toBe(second!.hostKey);
  });

  it('ssh:host=scvm-01:drop-after-change changes the password and does not say so, once', async () => {
    const site = await startSite({ faults: ['ssh:host=scvm-01:drop-after-change'] });
    const login = madeUpLogin(site, 'scvm-01', 'root');
    await expect(runOverSsh(login, 'chpasswd', 'root:New-Secret-1\n')).rejects.toThrow();
    const changed = { ...login, password: 'New-Secret-1' };
    expect(await runOverSsh(changed, 'chpasswd', 'root:New-Secret-1\n')).toMatchObject({ exitCode: 0 });
  });
});
