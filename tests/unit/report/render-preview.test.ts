import { describe, expect, it } from 'vitest';
import { verbatim } from '../../../src-main/contract/text.ts';
import { renderPreview, type PreviewSheet } from '../../../src-main/report/preview-sheet.ts';
import { plainText, readRows, unbalancedTag } from './read-markup.ts';

const languages = ['zh-CN', 'en'] as const;

type Step = PreviewSheet['groups'][number]['steps'][number];

const stepOf = (key: string, changes: Partial<Step> = {}): Step => ({
  key,
  title: verbatim(`Title of ${key}`),
  group: 'settings',
  verdict: 'todo',
  undo: 'possible',
  found: verbatim('192.0.2.1'),
  change: verbatim('192.0.2.2'),
  calls: [verbatim(`PUT /${key}`)],
  sources: ['主机规划!I19'],
  later: [],
  looksOnly: false,
  mandatory: false,
  dependsOn: [],
  ...changes,
});

const sheet: PreviewSheet = {
  practice: false,
  productVersion: '0.1.0',
  timeZone: 'Asia/Shanghai',
  madeAt: '2026-11-21T03:10:00.000Z',
  subtitle: { zh: '安装', en: 'Installation' },
  engineer: '陈工',
  names: ['示例客户', 'P1', 'C89'],
  sha256: 'ab'.repeat(32),
  basis: [
    {
      kind: 'facts',
      facts: [
        { label: { zh: '站点', en: 'Site' }, value: { exact: 'https://192.0.2.10' }, wide: true },
        { label: { zh: '读取时间', en: 'Read at' }, value: { moment: '2026-11-21T03:00:00.000Z' } },
        { label: { zh: '文件', en: 'File' }, value: { lines: ['plan.xlsx', { exact: 'ab'.repeat(32) }] } },
      ],
    },
  ],
  totals: [{ key: 'steps', title: { zh: '执行步骤', en: 'Steps' }, count: 5 }],
  obstacle: null,
  groups: [
    {
      heading: { zh: '连接 · 1 步', en: 'Connect · 1 step' },
      steps: [stepOf('scan', { group: 'connect', looksOnly: true, verdict: 'done', undo: 'none' })],
    },
    {
      heading: { zh: '设置 · 3 步', en: 'Settings · 3 steps' },
      steps: [
        stepOf('vip'),
        stepOf('dns', { verdict: 'done' }),
        stepOf('ntp', { verdict: 'unreadable', found: { zh: '系统不提供', en: 'no way to ask' } }),
      ],
    },
    {
      heading: { zh: '带外 · 1 步', en: 'BMC · 1 step' },
      steps: [stepOf('ipmi:a', { group: 'ipmi', undo: 'none' })],
    },
  ],
  leftOut: [{ key: 'vlan:x/y', because: { zh: '网关不在网段内', en: 'gateway outside' }, sources: [] }],
  decided: [],
};

describe.each(languages)('the preview to be signed, in %s', (language) => {
  const page = renderPreview(sheet, language);

  it('is one well-formed page without scripts that asks for nothing from outside', () => {
    expect(page).toContain(`<html lang="${language}">`);
    expect(unbalancedTag(page)).toBeNull();
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base|form|svg)\b/i);
  });

  it('shows each step with its call, what is there, what will be, its undoing and its cell', () => {
    const rows = readRows(page).filter((cells) => /^\d+$/.test(cells[0] ?? '') && cells.length === 6);
    expect(rows).toHaveLength(5);
    const [position, what, now, then, undo, cells] = rows[1] ?? [];
    expect([position, what, now, then, cells]).toEqual([
      '2',
      'Title of vip\nPUT /vip',
      '192.0.2.1',
      '192.0.2.2',
      '主机规划!I19',
    ]);
    const [possible, final] = language === 'en' ? ['Reversible', 'Irreversible'] : ['可撤销', '不可撤销'];
    expect(undo?.startsWith(possible)).toBe(true);
    expect(rows[4]?.[4]?.startsWith(final)).toBe(true);
    // What changes nothing has nothing to undo.
    expect([rows[0]?.[4], rows[2]?.[4]]).toEqual(['—', '—']);
  });

  it('names the site, the workbook with its sum, what is left out and why, and has room to sign', () => {
    const text = plainText(page);
    for (const part of ['示例客户', 'https://192.0.2.10', 'plan.xlsx', sheet.sha256]) {
      expect(text).toContain(part);
    }
    for (const part of ['2026-11-21 11:00 UTC+8', 'vlan:x/y']) {
      expect(text).toContain(part);
    }
    expect(text).toContain(language === 'en' ? 'gateway outside' : '网关不在网段内');
    expect(page.match(/class="party"/g)).toHaveLength(2);
  });

  it('says what stands in the way, and lists what was decided about the workbook, by whom and why', () => {
    const decided = renderPreview(
      {
        ...sheet,
        obstacle: { zh: '「连接集群」未通过', en: '"Connect" failed' },
        decided: [
          {
            at: '2026-11-21T03:05:00.000Z',
            by: '李工',
            kind: { zh: '改值', en: 'Override' },
            subject: '虚拟网络!K8',
            before: 'LACP',
            after: 'balance-tcp',
            reason: '与网络管理员核对',
          },
        ],
      },
      language,
    );
    const row = readRows(decided).find((cells) => cells.includes('虚拟网络!K8'));
    expect(row?.slice(2)).toEqual(['虚拟网络!K8', 'LACP', 'balance-tcp', '与网络管理员核对', '李工']);
    expect(plainText(decided)).toContain(language === 'en' ? '"Connect" failed' : '「连接集群」未通过');
  });

  it('escapes whatever stands in it', () => {
    const hostile = `</style><script>alert(1)</script>"'`;
    const evil = renderPreview(
      {
        ...sheet,
        names: [hostile],
        practice: true,
        basis: [{ kind: 'facts', facts: [{ label: hostile, value: [hostile, { bold: hostile }] }] }],
        groups: [
          {
            heading: verbatim(hostile),
            steps: [stepOf('vip', { title: verbatim(hostile), change: verbatim(hostile) })],
          },
        ],
      },
      language,
    );
    expect(evil).not.toContain('<script>');
    expect(unbalancedTag(evil)).toBeNull();
    expect(plainText(evil)).toContain(hostile);
  });

  it('says on every page that it is practice, and only then', () => {
    const mark = language === 'en' ? 'PRACTICE, no real devices involved' : '演练，不涉及真实设备';
    expect(page).not.toContain(mark);
    const practice = renderPreview({ ...sheet, practice: true }, language);
    expect(practice).toContain('class="watermark"');
    expect(plainText(practice).match(new RegExp(mark, 'g'))?.length).toBe(2);
  });
});
