import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { selectSteps, type ConfigureInput } from '../../../src-main/engines/configure/index.ts';
import { readWorkbook } from '../../../src-main/workbook/index.ts';
import { buildSampleWorkbook } from '../../support/sample-workbook.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

async function inputOf(changes: Partial<ConfigureInput>): Promise<ConfigureInput> {
  const path = join(temporaryDirectory(), 'plan.xlsx');
  buildSampleWorkbook(path, {});
  const { plan, workbook } = await readWorkbook(path);
  return {
    orderId: 'order',
    given: [],
    workbook: { path, sha256: workbook.sha256 },
    plan,
    edits: [],
    iso: null,
    site: { kind: 'practice', url: null },
    only: [],
    skip: [],
    blocked: [],
    notPlanned: [],
    overwriteSerial: false,
    acceptFingerprints: [],
    language: 'en',
    serialCell: plan.serialCell,
    engineer: null,
    ...changes,
  };
}

describe('the chosen steps', () => {
  it('depend on nothing that was left out, whichever step that is', async () => {
    const keys = selectSteps(await inputOf({})).steps.map(({ key }) => key);
    for (const skipped of keys) {
      const { steps } = selectSteps(await inputOf({ skip: [skipped] }));
      const present = new Set(steps.map(({ key }) => key));
      const dangling = steps.flatMap(({ dependsOn }) => dependsOn.filter(({ key }) => !present.has(key)));
      expect(dangling, `without ${skipped}`).toEqual([]);
    }
  });

  it('read the intents and outputs that earlier versions stored', async () => {
    const iso = { path: '/vmtools.iso', fileName: 'vmtools.iso', sizeBytes: 9, modifiedAtMs: 1 };
    const { steps } = selectSteps(await inputOf({ iso }));
    const step = (group: string) => steps.find(({ key }) => key === group || key.startsWith(`${group}:`))!;
    const volume = { imageUuid: 'i', volumeId: 'v', chunkSize: 4, toUpload: [1], imagePath: null };
    const cell = { path: '/plan.xlsx', sheet: 'Hosts', cell: 'E19', value: 'SN' };
    const image = {
      image_uuid: 'i',
      zbs_volume_id: 'v',
      file_name: 'f',
      chunk_size: 4,
      sha256: 's',
      file_size: 9,
    };
    const host = { uuid: 'u', hostname: 'n1', serial: null, addresses: [], nics: [], version: null };
    const intents = {
      ipmi: { address: '192.0.2.1', user: 'admin' },
      iso: { present: [], volume, redo: true },
      'write-back': cell,
      dns: { values: ['192.0.2.9'], before: null },
      vds: {
        name: 'VDS',
        bondMode: 'active-backup',
        hosts: [{ hostUuid: 'u', nics: ['eth1'], dataIp: null }],
      },
    };
    const outputs = {
      session: { user: 'root' },
      scan: { hosts: [host] },
      iso: image,
      'write-back': { ...cell, written: true, copy: false, backupPath: null, sha256After: 'a' },
    };
    for (const [group, intent] of Object.entries(intents)) {
      expect(step(group).intent.safeParse(intent).data, group).toMatchObject(intent);
    }
    for (const [group, output] of Object.entries(outputs)) {
      expect(step(group).output.safeParse(output).data, group).toEqual(output);
    }
    expect(step('scan').output.safeParse({ hosts: null }).success).toBe(true);
  });

  it('have a title that names their object, in both languages', async () => {
    const { steps } = selectSteps(await inputOf({}));
    for (const { key, title } of steps) {
      const [, object] = /^[^:]+:(?:[^/:]*[/:])?(.+)$/.exec(key) ?? [];
      expect(title.zh, key).toMatch(/\p{Script=Han}|VIP/u);
      expect([title.zh, title.en], key).toEqual([
        expect.stringContaining(object ?? ''),
        expect.stringContaining(object ?? ''),
      ]);
    }
  });

  it('say in both languages why another is left out, and what that takes with it', async () => {
    const because = { zh: '虚拟网络!J8 未填网口', en: '虚拟网络!J8 holds no port' };
    const { leftOut } = selectSteps(
      await inputOf({ skip: ['dns'], blocked: [{ path: 'network.switches[3].nics', because }] }),
    );
    const reasons = new Map(leftOut.map((one) => [one.key, one.because]));
    expect(reasons.get('dns')).toEqual({ zh: '本次未选择', en: 'Not selected' });
    expect(reasons.get('vds:vDS-Business')).toEqual(because);
    expect(reasons.get('vlan:vDS-Business/VLAN-2101')).toEqual({
      zh: `依赖的步骤「业务虚拟交换机 vDS-Business」不执行：${because.zh}`,
      en: `Depends on step "Virtual switch vDS-Business", which is not included: ${because.en}`,
    });
  });

  it('stand behind what they depend on', async () => {
    const { steps } = selectSteps(await inputOf({}));
    const before = new Set<string>();
    for (const { key, dependsOn } of steps) {
      expect(
        dependsOn.filter((dependency) => !before.has(dependency.key)),
        key,
      ).toEqual([]);
      before.add(key);
    }
  });
});
