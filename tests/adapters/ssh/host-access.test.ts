import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/contract/errors.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { createHostAccess } from '../../../src-main/adapters/ssh/host-access.ts';
import type { HostAccessOptions } from '../../../src-main/adapters/ssh/host-connection.ts';
import type { HostAccess } from '../../../src-main/engines/configure/ports.ts';
import { startSshStandIn } from '../../support/ssh-stand-in.ts';

type Host = Awaited<ReturnType<typeof startSshStandIn>>;

const options = { signal: new AbortController().signal };
const address = '10.0.0.1';
const accounts = { root: 'Root-old-1', smartx: 'Smartx-old-1' };
const asRoot = { address, user: 'root', password: accounts.root };
const asSmartx = { address, user: 'smartx', password: accounts.smartx };

function accessTo(
  host: Pick<Host, 'port' | 'fingerprint'>,
  changes: Partial<HostAccessOptions> = {},
): HostAccess {
  return createHostAccess({
    resolve: () => ({ host: '127.0.0.1', port: host.port }),
    acceptedKeys: () => [host.fingerprint],
    ...changes,
  });
}

describe('logging in', () => {
  it('is ok with the right password and refused with a wrong one, after exactly one attempt', async () => {
    await using host = await startSshStandIn({ accounts });
    const access = accessTo(host);
    expect(await access.tryLogin(asRoot, options)).toBe('ok');
    expect(await access.tryLogin({ ...asRoot, password: 'wrong' }, options)).toBe('refused');
    expect(host.attempts).toEqual([
      { method: 'password', username: 'root', password: 'Root-old-1' },
      { method: 'password', username: 'root', password: 'wrong' },
    ]);
  });

  it('answers the one prompt of a host that only asks interactively, once', async () => {
    await using host = await startSshStandIn({ accounts, methods: ['keyboard-interactive'] });
    const access = accessTo(host);
    expect(await access.tryLogin(asRoot, options)).toBe('ok');
    expect(await access.tryLogin({ ...asRoot, password: 'wrong' }, options)).toBe('refused');
    expect(host.attempts.map(({ method }) => method)).toEqual([
      'keyboard-interactive',
      'keyboard-interactive',
    ]);
  });

  it('does not offer the password twice to a host that takes it both ways', async () => {
    await using host = await startSshStandIn({ accounts, methods: ['keyboard-interactive', 'password'] });
    expect(await accessTo(host).tryLogin({ ...asRoot, password: 'wrong' }, options)).toBe('refused');
    expect(host.attempts).toHaveLength(1);
  });

  it('offers no password to a host that takes none', async () => {
    await using host = await startSshStandIn({ accounts, methods: ['publickey'] });
    expect(await accessTo(host).tryLogin(asRoot, options)).toBe('refused');
    expect(host.attempts).toEqual([]);
  });
});

describe('a host that knows old algorithms only', () => {
  it.each([
    { what: 'key exchange', algorithms: { kex: ['diffie-hellman-group1-sha1' as const] } },
    { what: 'cipher', algorithms: { cipher: ['aes256-cbc' as const] } },
    { what: 'MAC', algorithms: { cipher: ['aes128-ctr' as const], hmac: ['hmac-md5' as const] } },
  ])('is told so, with what there is none of in common: $what', async ({ what, algorithms }) => {
    await using host = await startSshStandIn({ accounts, algorithms });
    const refused: unknown = await accessTo(host)
      .tryLogin(asRoot, options)
      .catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({
      code: 'HANDSHAKE_FAILED',
      text: { zh: expect.stringContaining('没有共同支持的加密算法') as unknown },
    });
    expect(String(refused)).toMatch(new RegExp(`share no algorithm \\(.*${what}`, 'i'));
    expect(String(refused)).not.toMatch(/VLAN|powered on/);
    expect(host.attempts).toEqual([]);
  });
});

describe('the host key', () => {
  it('is told without naming an account', async () => {
    await using host = await startSshStandIn({ accounts });
    expect(await accessTo(host).hostKey(address, options)).toBe(host.fingerprint);
    expect(host.usernames).toEqual([]);
  });

  it('stops everything when nobody has accepted it yet', async () => {
    await using host = await startSshStandIn({ accounts });
    const access = accessTo(host, { acceptedKeys: () => [] });
    await expect(access.tryLogin(asRoot, options)).rejects.toMatchObject({
      code: 'SSH_KEY_UNKNOWN',
      data: { address, fingerprint: host.fingerprint },
    });
    expect(host.usernames).toEqual([]);
  });

  it('stops everything when it is another one than accepted for this address', async () => {
    await using host = await startSshStandIn({ accounts });
    await using other = await startSshStandIn({ accounts });
    const access = accessTo(host, {
      acceptedKeys: (asked) => (asked === address ? [other.fingerprint] : [host.fingerprint]),
    });
    await expect(access.setPasswords(asRoot, [], options)).rejects.toMatchObject({
      code: 'SSH_KEY_CHANGED',
      data: { fingerprint: host.fingerprint },
    });
    expect(host.usernames).toEqual([]);
  });
});

describe('setting passwords', () => {
  const wanted = [
    { username: 'root', password: 'Root:new $(id) 1' },
    { username: 'smartx', password: "Smartx-'new'-1" },
  ];

  it('hands them to chpasswd on standard input when the login is root', async () => {
    await using host = await startSshStandIn({ accounts });
    await accessTo(host).setPasswords(asRoot, wanted, options);
    expect(Object.fromEntries(host.accounts)).toEqual({ root: 'Root:new $(id) 1', smartx: "Smartx-'new'-1" });
    expect(host.commands.map(({ command }) => command)).toEqual(['LC_ALL=C chpasswd']);
  });

  it('goes through sudo for any other login, with sudo’s password first', async () => {
    await using host = await startSshStandIn({ accounts });
    await accessTo(host).setPasswords(asSmartx, wanted, options);
    expect(Object.fromEntries(host.accounts)).toEqual({ root: 'Root:new $(id) 1', smartx: "Smartx-'new'-1" });
    expect(host.commands).toEqual([
      {
        command: expect.stringMatching(
          /^LC_ALL=C sudo -S -p prompt-[0-9a-f]{24}: sh -c 'echo ready-[0-9a-f]{24} >&2; exec chpasswd'$/,
        ) as string,
        input: "root:Root:new $(id) 1\nsmartx:Smartx-'new'-1\n",
      },
    ]);
    expect(host.sudoPasswords).toEqual(['Smartx-old-1']);
  });

  it('copes with a sudo that asks for nothing', async () => {
    await using host = await startSshStandIn({ accounts, passwordlessSudo: true });
    await accessTo(host).setPasswords(asSmartx, wanted, options);
    expect(host.accounts.get('root')).toBe('Root:new $(id) 1');
    expect(host.sudoPasswords).toEqual([]);
    expect(host.commands[0]?.input).not.toContain(asSmartx.password);
  });

  it.each([
    [
      'BAD PASSWORD: The password fails the dictionary check - it is based on a dictionary word',
      'password policy',
    ],
    ['BAD PASSWORD: The password is shorter than 14 characters', 'password policy'],
    ['smartx is not in the sudoers file.', 'Grant it sudo'],
    ['sudo: 1 incorrect password attempt', 'not retried'],
    ['chpasswd: cannot lock /etc/passwd', 'Check the host'],
  ])('is final where the host says "%s", with its words and only its own hint', async (stderr, hint) => {
    await using host = await startSshStandIn({ accounts, command: () => ({ exitCode: 1, stderr }) });
    const refused: unknown = await accessTo(host)
      .setPasswords(asRoot, wanted, options)
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'HOST_REFUSED', category: 'conflict' });
    expect(String(refused)).toContain(stderr);
    expect(String(refused)).toContain(hint);
    const { text } = refused as AppError;
    expect([text.en, text.zh].join('\n')).not.toMatch(/[.。]{2}|\.。/);
  });

  it('says what the host said, without the passwords', async () => {
    await using host = await startSshStandIn({ accounts });
    const nobody = [{ username: 'nobody', password: 'Hidden-secret-9' }];
    const refused: unknown = await accessTo(host)
      .setPasswords(asRoot, nobody, options)
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'HOST_REFUSED', data: { address, exitCode: 1 } });
    const { text } = refused as AppError;
    expect(text.en).toContain('user nobody does not exist: ***');
    expect(text.zh).toContain(`主机 ${address} 没有设置 nobody 的密码`);
    expect(text.zh).toContain('user nobody does not exist: ***');
    expect(JSON.stringify([String(refused), refused])).not.toContain('Hidden-secret-9');
  });

  it('fails when the login is refused', async () => {
    await using host = await startSshStandIn({ accounts });
    await expect(
      accessTo(host).setPasswords({ ...asRoot, password: 'wrong' }, wanted, options),
    ).rejects.toMatchObject({
      code: 'LOGIN_REFUSED',
      data: { address, user: 'root' },
    });
    expect(host.commands).toEqual([]);
  });

  it.each([
    { username: 'root', password: 'two\nlines' },
    { username: 'root', password: '' },
    { username: 'ro:ot', password: 'fine' },
    { username: 'root; reboot', password: 'fine' },
  ])('refuses what would not be one line for one account: %j', async (one) => {
    await using host = await startSshStandIn({ accounts });
    await expect(accessTo(host).setPasswords(asRoot, [one], options)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    expect(host.usernames).toEqual([]);
  });
});

describe('checking a password through another account', () => {
  it('is told by the host itself', async () => {
    await using host = await startSshStandIn({ accounts });
    const access = accessTo(host);
    expect(
      await access.verifyPassword(asSmartx, { username: 'root', password: 'Root-old-1' }, options),
    ).toEqual({ kind: 'right' });
    expect(await access.verifyPassword(asSmartx, { username: 'root', password: 'other' }, options)).toEqual({
      kind: 'wrong',
    });
    expect(host.commands).toEqual([
      { command: 'LC_ALL=C su -c true root', input: 'Root-old-1\n' },
      { command: 'LC_ALL=C su -c true root', input: 'other\n' },
    ]);
  });

  it.each([
    [1, 'Password: su: Permission denied', 'does not allow this account to use su'],
    [1, 'Password: \nYour account has expired; please contact your system administrator', 'expired'],
    [1, 'Password: \nYou are required to change your password immediately', 'change its password first'],
    [1, 'su: must be run from a terminal', 'terminal'],
    [1, 'Password: Verification code: \nsu: Authentication failure', 'second factor'],
    [1, 'The account is locked due to 3 failed logins.\nPassword: su: Authentication failure', 'locked'],
    [1, 'su: System error', 'exit code 1'],
    [0, '', 'did not ask for a password'],
  ])('is unknown, not wrong, where the host ends with %i and says "%s"', async (exitCode, stderr, why) => {
    await using host = await startSshStandIn({ accounts, command: () => ({ exitCode, stderr }) });
    const checked = await accessTo(host).verifyPassword(
      asSmartx,
      { username: 'root', password: 'x' },
      options,
    );
    expect(checked).toMatchObject({ kind: 'unknown', why: { en: expect.stringContaining(why) as string } });
  });

  it('is not done as root, who is never asked', async () => {
    await using host = await startSshStandIn({ accounts });
    const asked = accessTo(host).verifyPassword(asRoot, { username: 'smartx', password: 'x' }, options);
    await expect(asked).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('what can go wrong on the way', () => {
  it('sends nothing to an address that is not allowed', async () => {
    await using host = await startSshStandIn({ accounts });
    const resolve = (): never => {
      throw new AppError('ADDRESS_NOT_ALLOWED', verbatim(`${address} belongs to the sheet`));
    };
    await expect(accessTo(host, { resolve }).tryLogin(asRoot, options)).rejects.toMatchObject({
      code: 'ADDRESS_NOT_ALLOWED',
    });
    await expect(accessTo(host, { resolve }).hostKey(address, options)).rejects.toMatchObject({
      code: 'ADDRESS_NOT_ALLOWED',
    });
  });

  it('names a host that is not there', async () => {
    const gone = await startSshStandIn({ accounts });
    await gone[Symbol.asyncDispose]();
    await expect(accessTo(gone).tryLogin(asRoot, options)).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      text: {
        zh: expect.stringContaining(`无法通过 SSH 连接主机 ${address}：对端拒绝连接。`) as string,
        en: expect.stringContaining(
          `Cannot connect to host ${address} over SSH: connection refused.`,
        ) as string,
      },
      data: { reason: 'ECONNREFUSED' },
    });
  });

  it('names a host that takes the connection and says nothing, or hangs up', async () => {
    const listener = createServer((socket) => {
      socket.on('error', () => undefined);
      if (hangsUp) {
        socket.end();
      }
    });
    let hangsUp = false;
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const access = accessTo(
      { port: (listener.address() as AddressInfo).port, fingerprint: 'SHA256:any' },
      { connectTimeoutMs: 100 },
    );
    try {
      await expect(access.tryLogin(asRoot, options)).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' });
      hangsUp = true;
      await expect(access.tryLogin(asRoot, options)).rejects.toMatchObject({ code: 'CONNECT_FAILED' });
    } finally {
      listener.close();
    }
  });

  it('gives up on a command that does not end', async () => {
    await using host = await startSshStandIn({ accounts, command: () => 'silence' });
    const asked = accessTo(host, { commandTimeoutMs: 50 }).setPasswords(
      asRoot,
      [{ username: 'root', password: 'new' }],
      options,
    );
    await expect(asked).rejects.toMatchObject({ code: 'READ_TIMEOUT' });
  });

  it('says so when the connection is lost under a command', async () => {
    await using host = await startSshStandIn({ accounts, command: () => 'vanish' });
    const asked = accessTo(host).setPasswords(asRoot, [{ username: 'root', password: 'new' }], options);
    await expect(asked).rejects.toMatchObject({ code: 'SSH_COMMAND_FAILED' });
  });

  it('does not take a host without su for a wrong password', async () => {
    await using host = await startSshStandIn({
      accounts,
      command: () => ({ exitCode: 127, stderr: 'su: command not found' }),
    });
    const asked = accessTo(host).verifyPassword(asSmartx, { username: 'root', password: 'x' }, options);
    expect(await asked).toMatchObject({ kind: 'unknown' });
  });

  it('stops when it is canceled, before and during a command', async () => {
    const abort = new AbortController();
    await using host = await startSshStandIn({
      accounts,
      command: () => {
        abort.abort();
        return 'silence';
      },
    });
    const access = accessTo(host);
    const asked = access.setPasswords(asRoot, [{ username: 'root', password: 'new' }], {
      signal: abort.signal,
    });
    await expect(asked).rejects.toMatchObject({ code: 'CANCELED' });
    await expect(access.tryLogin(asRoot, { signal: abort.signal })).rejects.toMatchObject({
      code: 'CANCELED',
    });
  });
});
