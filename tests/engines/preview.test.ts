import { configureOrder } from '../../src-main/contract/configure-order.ts';
import { describe, expect, it } from 'vitest';
import { configureGroups } from '../../src-main/contract/configure-names.ts';
import {
  groupsOf,
  groupSummary,
  inScope,
  notIncluded,
  totalLines,
  totalsOf,
  withheldOf,
} from '../../src-main/contract/preview-scope.ts';
import { openScene, sheetSecrets } from '../support/configure-scene.ts';
import { plainText, readRows } from '../unit/report/read-markup.ts';
import { personAt } from './person.ts';

const groups = 'connect session settings ipmi vds vlan password iso serial report'.split(' ');

describe('the preview of the sample sheet', () => {
  it('puts every step into a known group and says which call it makes or that it only looks', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { steps, identity } = await person.client.runs.preview(
      configureOrder(person.request({ iso: person.reads(scene.iso) })),
    );
    expect(new Set(steps.map(({ group }) => group))).toEqual(new Set(groups));
    const silent = steps.filter(({ calls, looksOnly }) => calls.length === 0 && !looksOnly);
    expect(silent.map(({ key }) => key)).toEqual([]);
    expect(identity?.length).toBe(2);
    const mandatory = steps.filter((step) => step.mandatory).map(({ key }) => key);
    expect(mandatory).toEqual(['connect', 'identity', 'scan', 'pairing', 'session']);
  });

  it('names the cells that a step works from: a network its name, the serial the cell it is written to', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { steps } = await person.client.runs.preview(configureOrder(person.request()));
    const cellsOf = (key: string): readonly string[] =>
      steps.find((step) => step.key === key)?.cells.map(({ sheet, cell }) => `${sheet}!${cell}`) ?? [];
    const networks = steps.filter(({ key }) => key.startsWith('vlan:'));
    expect(networks.map(({ cells }) => cells[0]?.cell)).toEqual(['D8', 'D9', 'D10']);
    expect(networks.every(({ dependsOn }) => dependsOn.some((key) => key.startsWith('vds:')))).toBe(true);
    expect(cellsOf('vip')).toEqual(['主机规划!I19']);
    expect(cellsOf('dns')).toEqual(['集群管理信息!E25', '集群管理信息!E26']);
    expect(cellsOf('root')).toEqual(['主机规划!M19']);
    expect(cellsOf('write-back')).toEqual(['主机规划!E19']);
    expect(steps.every(({ cells }) => cells.length <= 4)).toBe(true);
  });

  it('names the changing calls that a run then makes', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const request = person.request({ iso: person.reads(scene.iso) });
    const { steps } = await person.client.runs.preview(configureOrder(request));
    const said = new Set(
      steps
        .filter(({ looksOnly, key }) => !looksOnly || key === 'session')
        .flatMap(({ calls }) => calls.map(({ en }) => en)),
    );
    expect((await person.configure({ iso: request.iso })).state).toBe('succeeded');
    const sent = (await scene.journal()).map(
      ({ method, path }) => `${method} ${path.replace(/(vds\/)[^/]+/, '$1…')}`,
    );
    expect([...new Set(sent)].filter((call) => call !== 'POST /api/v3/sessions' && !said.has(call))).toEqual(
      [],
    );
  });
});

describe('the preview as a document to sign', () => {
  it('shows what was previewed less what was taken out, without looking at the site again or any secret', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { versions } = await person.imported();
    const preview = await person.client.runs.preview(configureOrder(person.request()));
    const request = person.request({ skip: ['dns'], language: 'zh-CN' });
    const sha256 = versions.at(-1)?.sha256 ?? '';
    const page = await person.client.configure.previewDocument({
      ...request,
      preview,
      readAt: 1_700_000_000_000,
      sha256,
    });
    for (const part of [
      '变更预览',
      'PUT /api/v2/settings/vip',
      '虚拟网络!D8',
      sha256,
      '本次未选择',
      '签字',
    ]) {
      expect(page).toContain(part);
    }
    expect(page).not.toContain('PUT /api/v2/settings/dns');
    for (const secret of sheetSecrets) {
      expect(page).not.toContain(secret);
    }
  });

  it('counts, groups and lists as the page does, with overrides and ignored findings by person and reason', async () => {
    const scene = await openScene({ cells: { '虚拟网络!F9': 9999 } });
    const person = personAt(scene);
    const { id, versions } = await person.imported();
    const { imports, runs, configure } = person.client;
    const at = { sheet: '虚拟网络', cell: 'D10' };
    await imports.override({ id, ...at, value: 'VLAN-X', secret: null, reason: 'agreed with Wang' });
    const found = await person.client.plan.read({ file: person.request().file });
    const finding = found.findings.find(({ severity }) => severity === 'warning')!;
    const { sheet, cell, code } = finding;
    await imports.ignoreFinding({ id, sheet, cell, code, reason: 'changed later' });
    const preview = await runs.preview(configureOrder(person.request()));
    const page = await configure.previewDocument({
      ...person.request({ skip: ['dns'], language: 'zh-CN', engineer: '李工' }),
      preview,
      readAt: 1_700_000_000_000,
      sha256: versions.at(-1)?.sha256 ?? '',
    });
    const rows = readRows(page);
    const off = ['dns', ...withheldOf(preview).keys()];
    expect(withheldOf(preview).size).toBeGreaterThan(0);
    for (const { title, count } of totalLines(totalsOf(inScope(preview.steps, off)))) {
      const line = rows.find((cells) => cells.includes(title.zh)) ?? [];
      expect([title.zh, line[line.indexOf(title.zh) + 1]]).toEqual([title.zh, `${count} 步`]);
    }
    const text = plainText(page);
    for (const { key, steps } of groupsOf(preview.steps)) {
      expect(text).toContain(`${configureGroups[key]?.zh ?? ''} · ${groupSummary(steps, off).zh}`);
    }
    for (const { because, title } of notIncluded(preview, ['dns'])) {
      expect(rows.some((cells) => cells.includes(because.zh) && cells.includes(title?.zh ?? ''))).toBe(true);
    }
    const numbered = rows.filter((cells) => /^\d+$/.test(cells[0] ?? '') && cells.length === 6);
    expect(numbered).toHaveLength(inScope(preview.steps, off).length);
    expect(rows.find((cells) => cells[1] === '改值')?.slice(2)).toEqual([
      '虚拟网络!D10',
      expect.any(String),
      'VLAN-X',
      'agreed with Wang',
      '李工',
    ]);
    expect(rows.find((cells) => cells[1] === '忽略问题')?.slice(-2)).toEqual(['changed later', '李工']);
  });

  it('is refused, as is the run, for a workbook that was changed after it was previewed', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const preview = await person.client.runs.preview(configureOrder(person.request()));
    const request = person.request();
    const asked = person.client.configure.previewDocument({
      ...request,
      preview,
      readAt: 0,
      sha256: 'f'.repeat(64),
    });
    await expect(asked).rejects.toMatchObject({ code: 'WORKBOOK_CHANGED' });
    const started = person.client.runs.start({
      ...configureOrder({ ...request, sha256: 'f'.repeat(64) }),
      confirmed: true,
    });
    await expect(started).rejects.toMatchObject({ code: 'WORKBOOK_CHANGED' });
    expect(await scene.journal()).toEqual([]);
  });
});

describe('previews again and again', () => {
  it('do not lock the accounts of the hosts', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    for (let times = 0; times < 7; times += 1) {
      await person.client.runs.preview(configureOrder(person.request()));
    }
    expect((await person.configure()).state).toBe('succeeded');
  });
});
