import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../src-main/workbook/index.ts';
import { proposeMapping } from '../../../src-main/workbook/propose-mapping.ts';

const folder = resolve(process.cwd(), '../shared/inspection/cases');

/** What every workbook made from the sample says. */
const usual = ['row-half-filled F5:H5', 'row-half-filled F7:H7'];

/** Small workbooks from the field, with what each of them must say. They are beside a checkout of the developers only. */
const cases: readonly (readonly [file: string, says: readonly string[]])[] = [
  ['dup-serial', ['serial-duplicate D4']],
  ['e19-dash', ['serial-placeholder E19']],
  ['e19-na', ['serial-placeholder E19']],
  ['e19-tbd', ['serial-placeholder E19']],
  ['hidden-host-row', ['hidden-cells N3:N6', 'hidden-cells B6:Q6']],
  ['ip-invisible', ['E3', 'I3', 'N3', 'I4', 'I5', 'I6'].map((cell) => `ip-whitespace-fullwidth ${cell}`)],
  ['merged-passwords', ['repeated-password G3:G6', 'repeated-password K3:K6']],
  ['nics-odd', ['nic-separator J4', 'nic-separator J6', 'nic-separator J8']],
  ['nics-odd2', ['nic-separator J4', 'nic-separator J6', 'nic-format J8']],
  ['num-name-fmt', []],
  ['num-pw-leading-zero', ['password-weak M19']],
  ['num-sn-precision', ['stored-used D3']],
  ['pw-nbsp-zwsp', ['K3', 'M3', 'M19'].map((cell) => `hidden-character ${cell}`)],
  ['sheet-module-empty-rid', []],
  ['vip-network-address', ['ip-reserved I3', 'ip-reserved I19']],
  ['zip-trailing-bytes', []],
  ['zip-trailing-newline', []],
];

describe.skipIf(!existsSync(folder))('small workbooks from the field (../shared/inspection/cases)', () => {
  it.each(cases)('%s says what it must', async (file, says) => {
    const { findings } = await readWorkbook(resolve(folder, `${file}.xlsx`));
    const said = findings.map(({ code, cell }) => `${code} ${cell}`);
    expect(said.toSorted()).toEqual([...usual, ...says].toSorted());
  });

  it('num-pw-leading-zero and num-name-fmt go out as they are shown', async () => {
    const { secrets } = await readWorkbook(resolve(folder, 'num-pw-leading-zero.xlsx'));
    expect(secrets.get('cluster.administrator.password')).toBe('01234567');
    const { plan } = await readWorkbook(resolve(folder, 'num-name-fmt.xlsx'));
    expect(plan.network.switches[3]?.networks[0]?.name).toBe('VLAN-2101');
  });

  it('enc-sensitivity-label is told as what it is', async () => {
    await expect(readWorkbook(resolve(folder, 'enc-sensitivity-label.xlsx'))).rejects.toMatchObject({
      code: 'WORKBOOK_ENCRYPTED',
      text: { zh: expect.stringContaining('敏感度标签') as unknown },
    });
  });

  it('sheet-renamed is not there under its name, and only that', async () => {
    const { findings, isComplete, mapping } = await proposeMapping(resolve(folder, 'sheet-renamed.xlsx'));
    expect(findings.map(({ code }) => code)).toEqual(['label-missing']);
    expect(mapping.sheets).toEqual({ hosts: '主机规划（A集群）' });
    expect(isComplete).toBe(true);
  });
});
