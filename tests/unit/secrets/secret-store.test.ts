import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src-main/adapters/secrets/redactor.ts';
import {
  createSecretStore,
  type SecretStore,
  type SecretStoreParts,
} from '../../../src-main/adapters/secrets/secret-store.ts';
import { createSecretVault } from '../../../src-main/adapters/secrets/vault.ts';
import { cipherOf, type SystemKeystore } from '../../../src-main/hosts/desktop/keystore.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { createTestCipher } from '../../support/test-cipher.ts';

let home: string;
let file: string;
let reported: string[];

beforeEach(() => {
  home = temporaryDirectory();
  file = join(home, 'passwords.sealed');
  reported = [];
});

const storeOf = (changes: Partial<SecretStoreParts> = {}): SecretStore =>
  createSecretStore({
    file,
    storeId: 'home-1',
    cipher: createTestCipher(),
    report: (text) => void reported.push(text),
    ...changes,
  });

const secrets = [
  { owner: 'import/1', key: '主机规划!M19', value: 'Hush-4711"中文' },
  { owner: 'import/2', key: '主机规划!M20', value: 'Hush-4712' },
];
const keptIn = (store: SecretStore, owner: string): readonly unknown[] => [
  ...createSecretVault(createRedactor(), store).kept(owner),
];

describe("with the system's keystore", () => {
  it('what is kept is read by the next process, and can be read by nobody else', () => {
    const store = storeOf();
    expect([store.kind(), store.read()]).toEqual(['safeStorage', []]);
    store.replace(secrets);
    expect(storeOf().read()).toEqual(secrets);
    expect(readFileSync(file).toString('latin1')).not.toContain('Hush');
    expect(readFileSync(file).toString('utf8')).not.toContain('主机规划');
    if (process.platform !== 'win32') {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(readdirSync(home)).toEqual(['passwords.sealed']);
    expect(reported).toEqual([]);
  });

  it('passwords that an earlier version kept are still there', () => {
    const before = {
      version: 1,
      storeId: 'home-1',
      secrets: [{ importId: 1, cell: '主机规划!M19', value: 'x' }],
    };
    writeFileSync(file, createTestCipher().encrypt(JSON.stringify(before)));
    expect(storeOf().read()).toEqual([{ owner: 'import/1', key: '主机规划!M19', value: 'x' }]);
  });

  it('what is kept takes the place of all before it; of nothing there is no file', () => {
    storeOf().replace(secrets);
    storeOf().replace(secrets.slice(1));
    expect(storeOf().read()).toEqual(secrets.slice(1));
    storeOf().replace([]);
    expect([storeOf().read(), existsSync(file)]).toEqual([[], false]);
  });

  it.each([
    ['nothing', () => writeFileSync(file, '')],
    ['what was never encrypted', () => writeFileSync(file, JSON.stringify({ secrets }))],
    ['half of it', () => writeFileSync(file, readFileSync(file).subarray(0, 40))],
    [
      'what another person encrypted',
      () => storeOf({ cipher: createTestCipher('colleague') }).replace(secrets),
    ],
    ['what belongs to another home', () => storeOf({ storeId: 'home-2' }).replace(secrets)],
    [
      'what a newer version wrote',
      () => writeFileSync(file, createTestCipher().encrypt('{"version":3,"secrets":["Hush-4711"]}')),
    ],
    ['what is no JSON', () => writeFileSync(file, createTestCipher().encrypt('Hush-4711'))],
  ])('a file that holds %s is set aside with a warning, and the work goes on', (_what, spoil) => {
    storeOf().replace(secrets);
    spoil();
    const store = storeOf();
    expect(store.read()).toEqual([]);
    expect(readdirSync(home)).toEqual(['passwords.sealed.unreadable']);
    expect(reported).toHaveLength(1);
    expect(reported[0]).toContain('passwords.sealed.unreadable');
    expect(reported[0]).not.toContain('Hush');
    store.replace(secrets);
    expect([storeOf().read(), store.kind()]).toEqual([secrets, 'safeStorage']);
  });

  it('a file that can be neither read nor moved is no crash', () => {
    mkdirSync(join(`${file}.unreadable`, 'taken'), { recursive: true });
    writeFileSync(file, 'x');
    expect(storeOf().read()).toEqual([]);
    expect(reported[0]).toContain('could not be set aside');
  });

  it('a keystore that refuses leaves memory, and no older password behind', () => {
    storeOf().replace(secrets);
    const refusing = { ...createTestCipher(), encrypt: (): never => fail('the keyring is locked') };
    const store = storeOf({ cipher: refusing });
    expect(store.kind()).toBe('safeStorage');
    store.replace(secrets);
    expect([store.kind(), existsSync(file)]).toEqual(['memory', false]);
    expect(reported[0]).toContain('the keyring is locked');
  });

  it('a file that cannot be written is refused, and nothing is kept then', () => {
    const vault = createSecretVault(createRedactor(), storeOf());
    mkdirSync(join(file, 'taken'), { recursive: true });
    expect(() => vault.keep('import/1', '主机规划!M19', 'Hush-4711')).toThrow(
      'passwords.sealed cannot be written',
    );
    expect(vault.kept('import/1').size).toBe(0);
  });
});

const fail = (words: string): never => {
  throw new Error(words);
};

describe('without a keystore', () => {
  it('nothing is written, and what another process wrote is not read', () => {
    const store = storeOf({ cipher: null });
    store.replace(secrets);
    expect([store.kind(), readdirSync(home)]).toEqual(['memory', []]);
    storeOf().replace(secrets);
    expect([storeOf({ cipher: null }).read(), existsSync(file)]).toEqual([[], true]);
    expect(reported).toEqual([]);
  });

  it('a password that is corrected leaves no older one behind for the process with a keystore', () => {
    storeOf().replace(secrets);
    createSecretVault(createRedactor(), storeOf({ cipher: null })).keep('import/1', '主机规划!M19', 'newer');
    expect([existsSync(file), storeOf().read()]).toEqual([false, []]);
  });
});

describe('the vault', () => {
  it('lets what is given for all take the place of what was given for one of them before', () => {
    const vault = createSecretVault(createRedactor());
    vault.give('order', 'current-password', 'first');
    vault.give('order', 'current-password:root', 'own');
    expect(vault.given('order', 'current-password:root')).toBe('own');
    vault.give('order', 'current-password', 'second');
    expect(vault.given('order', 'current-password:root')).toBeNull();
    expect(vault.given('order', 'current-password')).toBe('second');
  });

  it('reads at its start what was kept, and hides it in what is written', () => {
    createSecretVault(createRedactor(), storeOf()).keep('import/1', '主机规划!M19', 'Hush-4711');
    const redactor = createRedactor();
    const vault = createSecretVault(redactor, storeOf());
    expect([...vault.kept('import/1')]).toEqual([['主机规划!M19', 'Hush-4711']]);
    expect([vault.kept('import/2').size, vault.counts().overrides, vault.keystore()]).toEqual([
      0,
      1,
      'safeStorage',
    ]);
    expect(redactor.redact('it is Hush-4711')).toBe('it is ***');
  });

  it('forgets a correction that is taken back, and only that one', () => {
    const vault = createSecretVault(createRedactor(), storeOf());
    for (const { owner, key, value } of secrets) {
      vault.keep(owner, key, value);
    }
    vault.forget('import/1', '主机规划!M19');
    expect([keptIn(storeOf(), 'import/1'), keptIn(storeOf(), 'import/2')]).toEqual([
      [],
      [['主机规划!M20', 'Hush-4712']],
    ]);
  });

  it('forgets all of an owner that is gone', () => {
    const vault = createSecretVault(createRedactor(), storeOf());
    vault.keep('import/1', 'a', 'Hush-4711');
    vault.keep('import/1', 'b', 'Hush-4712');
    vault.keep('import/11', 'a', 'Hush-4713');
    vault.forget('import/1');
    expect([keptIn(storeOf(), 'import/1'), keptIn(storeOf(), 'import/11')]).toEqual([
      [],
      [['a', 'Hush-4713']],
    ]);
  });

  it('empties the keystore too when it is cleared', () => {
    const vault = createSecretVault(createRedactor(), storeOf());
    vault.keep('import/1', '主机规划!M19', 'Hush-4711');
    vault.clear();
    expect([vault.counts().overrides, vault.kept('import/1').size, existsSync(file)]).toEqual([0, 0, false]);
  });
});

describe("the system's keystore", () => {
  const system = (backend: string | null, isAvailable = true): SystemKeystore => ({
    isEncryptionAvailable: () => isAvailable,
    encryptString: (text) => Buffer.from(text).reverse(),
    decryptString: (sealed) => Buffer.from(sealed).reverse().toString(),
    ...(backend === null ? {} : { getSelectedStorageBackend: () => backend }),
  });

  it.each([
    ['linux', 'basic_text', true],
    ['linux', 'unknown', true],
    ['linux', null, true],
    ['linux', 'gnome_libsecret', false],
    ['win32', null, false],
    ['darwin', null, false],
  ] as const)('is none on %s with %s, and nothing is encrypted then', (platform, backend, isAvailable) => {
    expect(cipherOf(system(backend, isAvailable), platform)).toBeNull();
  });

  it.each([
    ['linux', 'gnome_libsecret'],
    ['linux', 'kwallet6'],
    ['win32', null],
    ['darwin', null],
  ] as const)('is used on %s with %s', (platform, backend) => {
    const cipher = cipherOf(system(backend), platform);
    expect(cipher?.decrypt(new Uint8Array(cipher.encrypt('Hush-4711')))).toBe('Hush-4711');
  });
});
