import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shownNumber, shownText } from '../../../src-main/workbook/grid/shown-value.ts';
import { readWorkbook } from '../../../src-main/workbook/index.ts';
import { buildSampleWorkbook } from '../../support/sample-workbook.ts';

let folder = '';
let count = 0;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'workbook-shown-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The sample with one cell given as a number in a format: D8 and F8 are of the networks, others of the hosts. */
function withNumber(cell: string, written: string, code: string): string {
  const part = /^[DF]8$/.test(cell) ? 'sheet5' : 'sheet6';
  return buildSampleWorkbook(join(folder, `${(count += 1)}.xlsx`), {
    editParts: (parts) => {
      const escaped = code.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
      parts['xl/styles.xml'] = parts['xl/styles.xml']!.replace(
        /<cellXfs.*<\/cellXfs>/,
        `<numFmts count="1"><numFmt numFmtId="164" formatCode="${escaped}"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>`,
      );
      const name = `xl/worksheets/${part}.xml`;
      parts[name] = parts[name]!.replace(
        new RegExp(`<c r="${cell}"[^>]*>.*?</c>`),
        `<c r="${cell}" s="1"><v>${written}</v></c>`,
      );
    },
  });
}

const found = async (path: string) => {
  const { plan, secrets, findings } = await readWorkbook(path);
  return { plan, secrets, codes: findings.map(({ code, cell }) => `${code} ${cell}`), findings };
};

describe('a number in a format', () => {
  it.each([
    ['00000000', 1234567, '01234567'],
    ['"VLAN-"0', 2101, 'VLAN-2101'],
    ['0"号"', 7, '7号'],
    ['0%', 0.12, '12%'],
    ['#,##0', 1234567, '1,234,567'],
    ['0.00', 1.5, '1.50'],
    ['0_ ', 7, '7'],
    ['0_);[Red]\\(0\\)', -7, '(7)'],
    ['[Blue][>5]"hi"0;0', 9, 'hi9'],
    ['0000"-"0000', 12345678, '1234-5678'],
    ['h:mm', 0.5, '12:00'],
    ['yyyy-mm-dd', 45691, '2025-02-03'],
    ['[$-804]yyyy"年"m"月"d"日"', 45691, '2025年2月3日'],
    ['General', 0.30000000000000004, '0.3'],
    ['@', 12, '12'],
  ])('%s shows %d as %s, for certain', (code, number, text) => {
    const shown = shownNumber(number, String(number), { code, isSince1904: false });
    expect(shown.text).toBe(text);
    expect(shown.doubt).toBeNull();
  });

  it.each([
    ['0.00E+00', 12345, 'digits'],
    ['0', 12.5, 'digits'],
    ['# ?/?', 0.3, 'digits'],
    ['General', 123456789012, 'digits'],
    ['0', 2.102350123456789e19, 'precision'],
    [';;;', 5, 'hidden'],
    ['[DBNum1][$-804]General', 7, 'format'],
    ['[$-F800]dddd, mmmm dd, yyyy', 45691, 'format'],
    ['yyyy-mm-dd', -5, 'format'],
    ['0"unclosed', 5, 'format'],
  ])('%s leaves doubt about %d: %s', (code, number, reason) => {
    const { doubt } = shownNumber(number, String(number), { code, isSince1904: false });
    expect(doubt?.reason).toBe(reason);
  });

  it('counts from 1904 where the workbook does', () => {
    expect(shownNumber(45691, '45691', { code: 'yyyy-mm-dd', isSince1904: true }).text).toBe('2029-02-04');
  });

  it('puts before and after a text what its format says', () => {
    expect(shownText('12', '"SN-"@').text).toBe('SN-12');
    expect(shownText('12', ';;;').doubt?.reason).toBe('hidden');
    expect(shownText('12', '0.00').text).toBe('12');
  });
});

describe('a planning workbook with formatted numbers', () => {
  it('gives a password out with the zeros it is shown with', async () => {
    const { secrets, codes } = await found(withNumber('M19', '1234567', '00000000'));
    expect(secrets.get('cluster.administrator.password')).toBe('01234567');
    expect(codes.filter((code) => code.includes('stored'))).toEqual([]);
  });

  it('names a network as its cell shows it', async () => {
    const { plan, codes } = await found(withNumber('D8', '2101', '"VLAN-"0'));
    expect(plan.network.switches[3]?.networks[0]?.name).toBe('VLAN-2101');
    expect(codes).toEqual(['row-half-filled F5:H5', 'row-half-filled F7:H7']);
  });

  it('takes a VLAN id by its number, and says what is shown', async () => {
    const { plan, findings } = await found(withNumber('F8', '2101', '"VLAN "0'));
    expect(plan.network.switches[3]?.networks[0]?.vlanId).toBe(2101);
    expect(findings.find(({ code }) => code === 'stored-used')?.message.zh).toBe(
      '显示为 VLAN 2101，按 2101 处理',
    );
  });

  it('warns of a serial with more digits than Excel keeps', async () => {
    const { plan, codes } = await found(withNumber('D3', '2.102350123456789e+19', '0'));
    expect(plan.hosts[0]?.serial).toBe('21023501234567890000');
    expect(codes).toContain('stored-used D3');
  });

  it.each(['0.00E+00', '[DBNum2][$-804]0', '[$-F800]dddd', '0,,'])(
    'refuses a password that %s does not show for certain, and does not say it',
    async (code) => {
      const { findings } = await found(withNumber('M19', '12345678', code));
      const refused = findings.find((finding) => finding.code === 'shown-stored');
      expect(refused).toMatchObject({
        severity: 'error',
        cell: 'M19',
        blocks: ['cluster.administrator.password'],
      });
      expect(JSON.stringify(findings)).not.toContain('12345678');
    },
  );

  it('refuses a name that is not shown as it is stored, and says both', async () => {
    const { findings } = await found(withNumber('D8', '12345', '0.00E+00'));
    expect(findings.find(({ code }) => code === 'shown-stored')?.message.en).toBe(
      'Displayed as 1.23E+04, stored as 12345',
    );
  });
});
