import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, parse, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createInProcessClient, type AppClient } from '../../../src-main/api/wire/client.ts';
import type { CallerKind } from '../../../src-main/api/context.ts';
import { createGrants } from '../../../src-main/api/grants.ts';
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
    for (const name of ['plan.xlsx', '~$plan.xlsx', 'tools.ISO', 'notes.txt', '.~plan.xlsx']) {
      writeFileSync(join(directory, name), 'content');
    }
    return directory;
  }

  const listed = async ({ as }: Owner, directory: string) => {
    const grants = createGrants();
    const { contextFor } = createContexts(createFakeApplication());
    const context = { ...contextFor({ kind: 'gateway', by: 'engineer' }), grants };
    const client = createInProcessClient(router, context);
    expect(as).toBeTypeOf('function');
    return client.files.list({ directory: grants.grant('directory', directory) });
  };

  it('shows directories, workbooks and images only, directories first', async () => {
    const { entries, cut } = await listed(openOwner(), makeDirectory());
    expect([cut, entries.map(({ name, kind, sizeBytes }) => [name, kind, sizeBytes])]).toEqual([
      false,
      [
        ['客户A', 'directory', 0],
        ['plan.xlsx', 'workbook', 7],
        ['tools.ISO', 'iso', 7],
      ],
    ]);
  });

  it.runIf(process.platform !== 'win32')('leaves out what leads nowhere', async () => {
    const directory = makeDirectory();
    symlinkSync(join(directory, 'gone'), join(directory, 'broken.xlsx'));
    const { entries } = await listed(openOwner(), directory);
    expect(entries.map(({ name }) => name)).not.toContain('broken.xlsx');
  });

  it('says so when a directory cannot be read', async () => {
    await expect(listed(openOwner(), join(temporaryDirectory(), 'gone'))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
  });

  it('finds by a path that is typed what it would show, and nothing else', async () => {
    const directory = makeDirectory();
    const client = openOwner().as('gateway');
    const find = (path: string) => client.files.find({ path });
    const grant = expect.stringMatching(/^grant_/) as unknown;
    expect(await find(`${directory}/`)).toEqual({ name: directory, kind: 'directory', sizeBytes: 0, grant });
    // As the file manager of Windows copies a path.
    const workbook = await find(`"${join(directory, 'plan.xlsx')}"`);
    expect(workbook).toEqual({ name: 'plan.xlsx', kind: 'workbook', sizeBytes: 7, grant });
    expect(await find('~')).toMatchObject({ name: homedir(), kind: 'directory' });
    for (const name of ['notes.txt', '~$plan.xlsx', 'gone.xlsx']) {
      await expect(find(join(directory, name))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    }
    await expect(find('plan.xlsx')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('starts at the directory of the person', async () => {
    const roots = await openOwner().as('gateway').files.roots({});
    expect(roots[0]).toEqual({ name: homedir(), grant: expect.stringMatching(/^grant_/) as unknown });
  });

  it('offers the drives that are there on Windows', async () => {
    const [home, ...drives] = await listRoots('win32');
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
    await expect(as('desktop').files.find({ path: homedir() })).rejects.toMatchObject({
      code: 'GRANT_REFUSED',
    });
  });
});
