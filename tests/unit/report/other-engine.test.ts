import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportDocumentSchema, type ReportDraft } from '../../../src-main/contract/report.ts';
import { localized } from '../../../src-main/contract/text.ts';
import { renderDraft } from '../../../src-main/services/runs/reports.ts';
import { plainText, readRows, unbalancedTag } from './read-markup.ts';

const sha256 = '5b7e20c941fd'.repeat(6).slice(0, 64);

/** What an engine brings that restarts the lifts of a building: its own chapters stand after the first and before the last. */
const draft: ReportDraft = {
  practice: false,
  number: 'LIFT-0007',
  madeAt: '2026-11-21T03:48:30.000Z',
  timeZone: 'Asia/Shanghai',
  productVersion: '1.0.0',
  engineer: null,
  title: { zh: '电梯重启报告', en: 'Lift restart report' },
  subtitle: { zh: '逐台重启', en: 'One by one' },
  chapters: [
    'cover',
    {
      title: { zh: '电梯', en: 'Lifts' },
      blocks: [
        { kind: 'paragraph', style: 'intro', text: { zh: '每台一行。', en: 'One row each.' } },
        {
          kind: 'table',
          columns: [
            { title: { zh: '电梯', en: 'Lift' } },
            { title: { zh: '控制器', en: 'Controller' }, widthPx: 120 },
            { title: { zh: '重启于', en: 'Restarted at' }, widthPx: 90, centered: true },
          ],
          groups: [
            {
              heading: { zh: '东侧', en: 'East' },
              rows: [
                ['A1', { lines: [{ exact: '00:1b:44' }, 'v7'] }, { clock: '2026-11-21T03:40:02.000Z' }],
                ['A2', [{ bold: '<unknown>' }, ' v6'], ''],
              ],
            },
          ],
        },
        { kind: 'paragraph', style: 'note', text: { zh: 'A3 停用。', en: 'A3 is out of use.' } },
      ],
    },
    'conclusion',
    'checks',
    'execution',
    'interventions',
    'remaining',
    {
      title: { zh: '固件', en: 'Firmware' },
      blocks: [
        {
          kind: 'facts',
          facts: [{ label: { zh: '写入于', en: 'Written' }, value: { moment: '2026-11-21T03:00:00Z' } }],
        },
        { kind: 'checksums', sums: [{ of: 'lift.bin', sha256 }] },
      ],
    },
    { title: { zh: '备件', en: 'Spare parts' }, blocks: [] },
    'signature',
  ],
  cover: {
    customer: '云岭制造',
    project: null,
    dataCenter: null,
    site: 'Tower 2',
    address: null,
    identity: null,
    facts: [{ label: { zh: '电梯数', en: 'Lifts' }, value: '2' }],
    run: { id: '0007', startedAt: '2026-11-21T03:40:00Z', endedAt: null, state: 'succeeded' },
    files: [{ label: { zh: '固件', en: 'Firmware' }, name: 'lift.bin', note: null, sha256 }],
  },
  conclusion: {
    verdict: 'not-passed',
    isCurrent: true,
    counts: { total: 1, equal: 0, equalAsEdited: 0, indirect: 0, different: 1, unreadable: 0 },
    inScope: [{ subject: { zh: '重启', en: 'Restarts' }, count: 2 }],
    exclusions: [],
  },
  plannedFrom: { zh: '取自固件清单', en: 'is what the list of firmware says' },
  checks: [
    {
      group: 'firmware',
      groupTitle: { zh: '固件', en: 'Firmware' },
      groupNote: { zh: '只读版本', en: 'only its version' },
      of: 'A2',
      subject: 'A2',
      planned: 'v7',
      actual: 'v6',
      verdict: 'different',
      note: null,
      readAt: '2026-11-21T03:45:00.000Z',
    },
  ],
  execution: [],
  interventions: [],
  remaining: [{ subject: 'A2', problem: { zh: '版本未变', en: 'Version unchanged' }, nextStep: null }],
};

const noSecret = { document: draft, holdsSecret: () => false };

const expected = {
  'zh-CN': {
    titles: [
      '项目信息',
      '电梯',
      '结论',
      '配置核对',
      '执行记录',
      '人工处理',
      '遗留问题',
      '固件',
      '备件',
      '签字',
    ],
    told: [
      '说明见第 7 章',
      '读取值见第 4 章',
      '2026-11-21 11:48 UTC+8',
      '「规划」取自固件清单；',
      '固件 · A2（只读版本）',
    ],
    none: '无',
  },
  en: {
    titles: [
      'Project',
      'Lifts',
      'Conclusion',
      'Configuration checks',
      'Execution record',
      'Manual changes',
      'Open items',
      'Firmware',
      'Spare parts',
      'Signatures',
    ],
    told: [
      'See chapter 7.',
      'The values read are in chapter 4.',
      '"Planned" is what the list of firmware says; ',
      'Firmware · A2 (only its version)',
    ],
    none: 'None',
  },
} as const;

describe.each(['zh-CN', 'en'] as const)(
  'the report of an engine with chapters of its own, in %s',
  (language) => {
    it('has them where the engine puts them, numbered in order, and refers to chapters by these numbers', async () => {
      const page = await renderDraft(noSecret, language);
      expect(unbalancedTag(page)).toBeNull();
      const { titles, told, none } = expected[language];
      const headings = [...page.matchAll(/<h2>(\d+)<span class="gap"><\/span>([^<]*)<\/h2>/g)];
      expect(headings.map(([, number, title]) => `${number!} ${title!}`)).toEqual(
        titles.map((title, index) => `${index + 1} ${title}`),
      );
      const text = plainText(page);
      expect(told.filter((words) => !text.includes(words))).toEqual([]);
      expect(page).toContain(`<h3>3.1<`);
      const rows = readRows(page);
      expect(rows).toContainEqual(['A1', '00:1b:44\nv7', '11:40:02']);
      expect(rows).toContainEqual(['A2', '<unknown> v6', '—']);
      expect(page).toContain('<b>&lt;unknown&gt;</b> v6');
      expect(text).toContain(sha256);
      expect(page).toMatch(new RegExp(`id="chapter-9">\\s*<h2>.*</h2>\\s*<p class="empty">${none}</p>`));
    });

    it('as data is what the contract says', () => {
      const document = localized(draft, language);
      expect(reportDocumentSchema.parse(document)).toEqual(document);
    });

    it('is not made when it would give away a secret', async () => {
      const holdsSecret = (text: string): boolean => text.includes('00:1b:44');
      await expect(renderDraft({ document: draft, holdsSecret }, language)).rejects.toMatchObject({
        code: 'SECRET_IN_EXPORT',
      });
    });
  },
);

it('what renders reports knows no engine', () => {
  const folder = join(import.meta.dirname, '../../../src-main/report');
  const known = /configure|smartx|workbook|\bvip\b|\bbmc\b|vmtools|cluster|规划表|集群/i;
  const telling = readdirSync(folder).filter((name) => known.test(readFileSync(join(folder, name), 'utf8')));
  expect(telling).toEqual([]);
});
