import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, parse, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createInProcessClient, type AppClient } from '../../../src-main/api/wire/client.ts';
import type { CallerKind } from '../../../src-main/api/context.ts';
import { createGrants } from '../../../src-main/api/grants.ts';
import { fileKinds } from '../../../src-main/contract/file-kinds/file-kinds.ts';
import type { FileKind } from '../../../src-main/contract/file-kinds/file-kind.ts';
import { createFiles } from '../../../src-main/services/machine/files.ts';
import { listRoots } from '../../../src-main/services/machine/picker.ts';
import { router } from '../../../src-main/api/router.ts';
import { createContexts } from '../../support/call-context.ts';
import { createFakeApplication, type FakeApplication } from '../../support/fake-application.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

interface Owner {
  readonly application: FakeApplication;
  readonly as: (kind: CallerKind) => AppClient;
}

function openOwner(): Owner {
  const application = createFakeApplication();
  const { contextFor } = createContexts(application);
  return { application, as: (kind) => createInProcessClient(router, contextFor({ kind, by: 'engineer' })) };
}

const unknown = expect.objectContaining({ code: 'GRANT_UNKNOWN' }) as unknown;

describe('grants', () => {
  it('stand for one path and one use, and cannot be guessed', () => {
    const grants = createGrants();
    const handle = grants.grant('read', '/plan.xlsx');
    expect(handle).toMatch(/^grant_[\w-]{32}$/);
    expect(grants.resolve('read', handle)).toBe('/plan.xlsx');
    expect(grants.grant('read', '/plan.xlsx')).toBe(handle);
    expect(grants.grant('write', '/plan.xlsx')).not.toBe(handle);
    expect(() => grants.resolve('write', handle)).toThrow(unknown);
    expect(() => grants.resolve('read', 'grant_aaaaaaaaaaaaaaaaaaaaaaaaaaaa')).toThrow(unknown);
  });

  it('are bounded: the one used longest ago is forgotten', () => {
    const grants = createGrants(2);
    const [one, two] = [grants.grant('read', '/1'), grants.grant('read', '/2')];
    grants.resolve('read', one);
    grants.grant('read', '/3');
    expect(grants.resolve('read', one)).toBe('/1');
    expect(() => grants.resolve('read', two)).toThrow(unknown);
    expect(grants.grant('read', '/2')).not.toBe(two);
  });

  it('are all that a call takes: a path in their place is refused', async () => {
    const client = openOwner().as('in-process');
    await expect(client.plan.check({ file: '/etc/passwd' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  });

  it('stand for the same paths wherever the application is asked, with the person who asks', async () => {
    const { application, as } = openOwner();
    const client = as('in-process');
    const { grant: file } = await client.files.grant({ path: resolve('/plan.xlsx') });
    expect((await client.plan.check({ file })).workbook.path).toBe(resolve('/plan.xlsx'));
    const cell = { id: 7, sheet: '主机规划', cell: 'M19', value: null, secret: 'hunter2', reason: null };
    await client.imports.override(cell);
    expect(application.calls).toEqual([{ name: 'imports.override', input: cell, by: 'engineer' }]);
  });

  it('an override names either a value or a secret', async () => {
    const client = openOwner().as('gateway');
    const cell = { id: 7, sheet: 's', cell: 'A1', value: 'x', secret: 'y', reason: null };
    await expect(client.imports.override(cell)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('the file picker', () => {
  function makeDirectory(): string {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, '客户A'));
    mkdirSync(join(directory, '.hidden'));
    for (const name of ['plan.xlsx', '~$plan.xlsx', 'tools.ISO', 'notes.txt', '.plan.xlsx', 'config']) {
      writeFileSync(join(directory, name), 'content');
    }
    return directory;
  }

  /** As `~/.kube/config`: any file, where hidden ones usually lie. Product and test take the same way to a kind. */
  const anything: FileKind = {
    extensions: null,
    menu: null,
    name: { zh: '连接文件', en: 'a connection file' },
    title: { zh: '选择连接文件', en: 'Choose a connection file' },
    plural: { zh: '所有文件', en: 'All files' },
    mostBytes: 1_024,
    showsHidden: true,
    folder: null,
  };

  function openPicker() {
    const application = { ...createFakeApplication(), files: createFiles({ ...fileKinds, anything }) };
    const context = createContexts(application).contextFor({ kind: 'gateway', by: 'engineer' });
    return { client: createInProcessClient(router, context), grants: context.grants };
  }

  const listed = async (directory: string, kind: string, hidden = false) => {
    const { client, grants } = openPicker();
    return client.files.list({ directory: grants.grant('directory', directory), kind, hidden });
  };

  it.each([
    ['workbook', ['plan.xlsx', 'file', 7]],
    ['iso', ['tools.ISO', 'file', 7]],
  ])(
    'shows directories and files of the kind that is asked for (%s), directories first',
    async (kind, file) => {
      const { entries, cut } = await listed(makeDirectory(), kind);
      expect([cut, entries.map(({ name, kind: is, sizeBytes }) => [name, is, sizeBytes])]).toEqual([
        false,
        [['客户A', 'directory', 0], file],
      ]);
    },
  );

  const namesOf = async (...asked: Parameters<typeof listed>): Promise<readonly string[]> =>
    (await listed(...asked)).entries.map(({ name }) => name);

  it('shows what is hidden when it is asked to, or when the kind usually lies there', async () => {
    const directory = makeDirectory();
    expect(await namesOf(directory, 'workbook', true)).toEqual([
      '.hidden',
      '客户A',
      '.plan.xlsx',
      'plan.xlsx',
    ]);
    const all = ['.hidden', '客户A', '.plan.xlsx', 'config', 'notes.txt', 'plan.xlsx', 'tools.ISO'];
    expect(await namesOf(directory, 'anything')).toEqual(all);
  });

  it('takes a file without an extension in a hidden folder, where its kind is any file', async () => {
    const directory = join(makeDirectory(), '.hidden');
    writeFileSync(join(directory, 'config'), 'content');
    const { client, grants } = openPicker();
    const path = join(directory, 'config');
    const found = await client.files.find({ path, kind: 'anything' });
    expect([found.name, found.kind, grants.resolve('read', found.grant)]).toEqual(['config', 'file', path]);
    await expect(client.files.find({ path, kind: 'workbook' })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('a planning workbook (.xlsx, .xlsm) that can be opened') as string,
    });
  });

  it('refuses a file that is larger than its kind may be, and names both sizes', async () => {
    const path = join(makeDirectory(), 'plan.xlsx');
    truncateSync(path, 2_048);
    const { client } = openPicker();
    await expect(client.files.find({ path, kind: 'anything' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message:
        'File plan.xlsx has 2.00 KiB, and a connection file may have 1.00 KiB at most. Choose another file.',
    });
    expect(await client.files.find({ path, kind: 'workbook' })).toMatchObject({ sizeBytes: 2_048 });
  });

  it.each(['nothing-of-ours', '__proto__', 'constructor'])(
    'a kind that there is not (%s) is refused',
    async (kind) => {
      await expect(listed(makeDirectory(), kind)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    },
  );

  it.runIf(process.platform !== 'win32')('leaves out what leads nowhere', async () => {
    const directory = makeDirectory();
    symlinkSync(join(directory, 'gone'), join(directory, 'broken.xlsx'));
    const { entries } = await listed(directory, 'workbook');
    expect(entries.map(({ name }) => name)).not.toContain('broken.xlsx');
  });

  it('says so when a directory cannot be read', async () => {
    await expect(listed(join(temporaryDirectory(), 'gone'), 'iso')).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
  });

  it('finds by a path that is typed what it would show, and nothing else', async () => {
    const directory = makeDirectory();
    const client = openOwner().as('gateway');
    const find = (path: string) => client.files.find({ path, kind: 'workbook' });
    const grant = expect.stringMatching(/^grant_/) as unknown;
    expect(await find(`${directory}/`)).toEqual({ name: directory, kind: 'directory', sizeBytes: 0, grant });
    // As the file manager of Windows copies a path.
    const workbook = await find(`"${join(directory, 'plan.xlsx')}"`);
    expect(workbook).toEqual({ name: 'plan.xlsx', kind: 'file', sizeBytes: 7, grant });
    expect(await find('~')).toMatchObject({ name: homedir(), kind: 'directory' });
    for (const name of ['notes.txt', 'tools.ISO', '~$plan.xlsx', 'gone.xlsx']) {
      await expect(find(join(directory, name))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    }
    await expect(find('plan.xlsx')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('starts at the directory of the person', async () => {
    const roots = await openOwner().as('gateway').files.roots({});
    expect(roots[0]).toEqual({ name: homedir(), grant: expect.stringMatching(/^grant_/) as unknown });
  });

  it('offers the drives that are there on Windows', async () => {
    const [home, ...drives] = await listRoots(null, 'win32');
    expect(home).toBe(homedir());
    if (process.platform === 'win32') {
      expect(drives).toContain(parse(homedir()).root);
    } else {
      expect(drives).toEqual([]);
    }
  });

  it('is closed to the desktop, whose system has a dialog', async () => {
    const { as } = openOwner();
    await expect(as('desktop').files.roots({})).rejects.toMatchObject({ code: 'GRANT_REFUSED' });
    await expect(as('desktop').files.find({ path: homedir(), kind: 'iso' })).rejects.toMatchObject({
      code: 'GRANT_REFUSED',
    });
  });
});
