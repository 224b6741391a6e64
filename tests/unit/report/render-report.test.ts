import { describe, expect, it } from 'vitest';
import { reportDocumentSchema, type ReportDraft } from '../../../src-main/contract/report.ts';
import { localized } from '../../../src-main/contract/text.ts';
import { renderReport } from '../../../src-main/report/index.ts';
import {
  createEmptyReportDraft,
  createReportDraft,
  uploadedImage,
  writtenBack,
} from '../../support/report-document.ts';
import { chapterOf, plainText, readRows, unbalancedTag } from './read-markup.ts';

const languages = ['zh-CN', 'en'] as const;
const practiceMarks = { 'zh-CN': '演练，不可用于验收', en: 'Practice run, not for acceptance' };

const hostile = `</style></title><script>alert(1)</script><img src=x onerror="alert('1')">"; } @import url(https://evil.example/a.css); \\3c & \u202efdp\u0000`;

/** The same document with the hostile text in every free text. */
function hostileEverywhere(value: unknown, key = ''): unknown {
  const fixed = ['timeZone', 'madeAt', 'verdict', 'kind', 'style'];
  if (typeof value === 'string') {
    return fixed.includes(key) ? value : hostile;
  }
  if (Array.isArray(value)) {
    return value.map((item) =>
      key === 'chapters' && typeof item === 'string' ? item : hostileEverywhere(item),
    );
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, hostileEverywhere(member, name)]),
  );
}

/** Every string and number that stands in it, whatever it is for. */
function valuesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  }
  return Object.values(value).flatMap(valuesIn);
}

describe.each(languages)('the acceptance report in %s', (language) => {
  const draft = createReportDraft();
  const document = localized(draft, language);
  const page = renderReport(draft, language);

  it('is one well-formed page that says which language it is in', () => {
    expect(page.startsWith('<!doctype html>\n')).toBe(true);
    expect(page).toContain(`<html lang="${language}">`);
    expect(unbalancedTag(page)).toBeNull();
  });

  it('says that it is ours, so that a later one may take its place', () => {
    expect(page.slice(0, 300)).toContain('<meta name="generator" content="Sitewright">');
  });

  it('runs no script and asks for nothing from outside', () => {
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    );
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base|form|svg)\b/i);
    expect(page).not.toMatch(/https?:|\burl\(|@import|\bsrc=|\bhref=|\son\w+=/i);
  });

  it('has the eleven chapters in order', () => {
    const numbers = [...page.matchAll(/<h2>(\d+)</g)].map((heading) => Number(heading[1]));
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('shows every planned value beside the value read, with its verdict and time', () => {
    const rows = readRows(chapterOf(page, 4)).filter(
      (cells) => cells.length === 6 && /^\d+$/.test(cells[0]!),
    );
    expect(rows).toHaveLength(document.checks.length);
    for (const [index, check] of document.checks.entries()) {
      const [number, subject, planned, actual, verdict, readAt] = rows[index]!;
      expect([number, subject, planned]).toEqual([String(index + 1), check.subject, check.planned]);
      if (check.actual === null) {
        expect(actual).not.toBe('');
      } else {
        expect(actual).toBe(check.actual);
      }
      expect(verdict).toMatch(check.verdict === 'different' ? /^✗ / : /^✓ /);
      expect(readAt).toMatch(/^11:44:\d\d$/);
    }
  });

  it('holds every value of the document', () => {
    const text = plainText(page);
    const { cover } = document;
    const own = document.chapters.filter((chapter) => typeof chapter !== 'string');
    const values = [
      ...Object.values(cover).filter((value) => typeof value === 'string'),
      ...cover.facts.flatMap(({ label, value }) => [label, ...valuesIn(value)]),
      ...cover.files.flatMap(({ label, name, note, sha256 }) => [label, name, note!, sha256]),
      ...own
        .flatMap(({ blocks }) => blocks)
        .flatMap((block) => {
          switch (block.kind) {
            case 'facts':
              return block.facts.flatMap(({ label, value }) => [label, ...valuesIn(value)]);
            case 'table':
              return [...block.columns.map(({ title }) => title), ...valuesIn(block.groups)];
            case 'paragraph':
              return [block.text];
            case 'checksums':
              return valuesIn(block.sums);
          }
        }),
      ...document.execution.flatMap(({ title, message }) => [title, message ?? '']),
      ...document.interventions.flatMap(({ by, subject, before, after, reason }) => [
        by,
        subject,
        before!,
        after!,
        reason!,
      ]),
      ...document.remaining.flatMap(({ subject, problem, nextStep }) => [subject, problem, nextStep!]),
      ...document.conclusion.exclusions.flatMap(({ subject, because }) => [subject, because]),
      ...Object.values(uploadedImage).filter((value) => typeof value === 'string'),
      '1,626,341,376',
      `${writtenBack.sheet}!${writtenBack.cell}`,
      writtenBack.sha256Before,
      writtenBack.sha256After,
      writtenBack.backupFileName!,
    ];
    // Times of cells are shown in the zone of the site.
    const shown = values.filter((value) => !/^2026-11-21T/.test(value));
    expect(shown.filter((value) => !text.includes(value))).toEqual([]);
  });

  it('never shows what only a program would say', () => {
    for (const made of [page, renderReport(createEmptyReportDraft(), language)]) {
      expect(made).not.toMatch(/\[object|undefined|NaN|\bnull\b|Invalid Date/);
    }
  });

  it('says in one line that a chapter is empty', () => {
    const empty = renderReport(createEmptyReportDraft(), language);
    const none = language === 'en' ? 'None' : '无';
    for (const number of [3, 4, 5, 6, 7, 8, 9]) {
      expect(chapterOf(empty, number)).toContain(`<p class="empty">${none}</p>`);
      expect(chapterOf(empty, number)).not.toContain('<table');
    }
    expect(chapterOf(empty, 10)).toContain('<p class="empty">');
    expect(unbalancedTag(empty)).toBeNull();
  });

  it('keeps hostile names as text, in the page and in the running header', () => {
    const attacked = reportDocumentSchema.parse(hostileEverywhere(document));
    const made = renderReport({ ...attacked, practice: true }, language);
    expect(unbalancedTag(made)).toBeNull();
    expect(made).not.toMatch(/<(script|img)\b/i);
    expect(made.match(/<\/style>/g)).toHaveLength(1);
    expect(made.match(/<\/title>/g)).toHaveLength(1);
    expect(made).not.toMatch(/[\u0000\u202e]/);
    const style = /<style>(.*)<\/style>/s.exec(made)![1]!;
    expect(style).not.toMatch(/@import|url\(|evil\.example/);
    expect(plainText(made)).toContain('<script>alert(1)</script>');
  });

  it('marks a practice run on every page and on the screen', () => {
    const mark = practiceMarks[language];
    const made = renderReport(createReportDraft({ practice: true }), language);
    expect(made).toContain(`<p class="practice">${mark}</p>`);
    expect(made).toContain(`<div class="watermark" aria-hidden="true"><span>${mark}</span></div>`);
    expect(made).toMatch(/<title>[^<]*(演练|Practice run)/);
    expect(made).toContain('@top-center');
    expect(page).not.toContain(mark);
    expect(page).not.toContain('@top-center');
  });

  it('lets tables of any length run over pages with their heads', () => {
    const long = createReportDraft({}, { hosts: 16, vlans: 60 });
    const made = renderReport(long, language);
    expect(readRows(chapterOf(made, 4)).filter((cells) => cells.length === 6)).toHaveLength(
      long.checks.length + 1,
    );
    expect(made).toContain('thead { display: table-header-group; }');
    expect(made).not.toMatch(/overflow:\s*hidden|height:\s*297mm/);
  });

  it('is the same bytes for the same document', () => {
    expect(renderReport(createReportDraft(), language)).toBe(page);
  });
});

describe('the words of the acceptance report', () => {
  const page = renderReport(createReportDraft(), 'zh-CN');
  const text = plainText(page);

  it('counts the verdicts in the conclusion and ticks one box', () => {
    expect(text).toContain('共核对 25 项：一致 20 项，按修改值一致 3 项，间接验证一致 1 项，不一致 1 项。');
    expect(page.match(/<i class="box">✓<\/i>/g)).toHaveLength(1);
    expect(page).toContain('<i class="box">✓</i><b>有条件通过</b>');
    const english = plainText(renderReport(createReportDraft(), 'en'));
    expect(english).toContain(
      'Items checked: 25 (match 20, match as edited 3, indirect match 1, different 1).',
    );
  });

  it('names the engineer on the cover and where the engineer signs, and leaves both open without a name', () => {
    const signed = renderReport(createReportDraft({ engineer: '李工' }), 'zh-CN');
    expect(plainText(chapterOf(signed, 1))).toContain('实施工程师李工');
    expect(chapterOf(signed, 11)).toContain('李工');
    const open = renderReport(createReportDraft({ engineer: null }), 'zh-CN');
    expect(plainText(chapterOf(open, 1))).toContain('实施工程师—');
  });

  it('tells no end that lies before the start', () => {
    const { cover } = createReportDraft();
    const run = {
      ...cover.run,
      endedAt: '2026-11-21T01:42:39.000Z',
    };
    const first = plainText(
      chapterOf(renderReport(createReportDraft({ cover: { ...cover, run } }), 'zh-CN'), 1),
    );
    expect(first).toContain('期间本机时钟被调回，结束时间不详');
  });

  it('names what remains in the conclusion, and what to do about it only in its chapter', () => {
    expect(chapterOf(page, 2)).toContain('<b>遗留 1 项。</b>Node-04 带外账号。说明见第 7 章。');
    expect(chapterOf(page, 7)).toContain('账号已登记，BMC 拒绝登录');
    const item = (subject: string) => ({ subject, problem: '请到集群核对后重试', nextStep: null });
    const two = renderReport(createReportDraft({ remaining: [item('甲'), item('乙')] }), 'zh-CN');
    expect(chapterOf(two, 2)).toContain('甲、乙。说明见第 7 章。');
    expect(chapterOf(two, 2)).not.toContain('请到集群');
  });

  it('never calls read again what was read before the latest decision', () => {
    const { conclusion } = createReportDraft();
    const outdated = createReportDraft({ conclusion: { ...conclusion, isCurrent: false } });
    for (const [language, words] of [
      ['zh-CN', /已重新读取|重新读到/],
      ['en', /was read again|were read again/],
    ] as const) {
      const made = renderReport(outdated, language);
      expect(chapterOf(made, 2) + chapterOf(made, 4)).not.toMatch(words);
    }
    expect(chapterOf(page, 2)).toContain('现场配置已重新读取');
  });

  it('has the name of the engineer where it was given, else an empty line', () => {
    const signed = (engineer: string | null): string =>
      chapterOf(renderReport(createReportDraft({ engineer }), 'zh-CN'), 11);
    expect(signed('陈工')).toContain('<span>姓名</span><i>陈工</i>');
    expect(signed(null).match(/<i><\/i>/g)).toHaveLength(9);
  });

  it('groups consecutive checks of one object under one heading', () => {
    const headings = [...chapterOf(page, 4).matchAll(/<tr class="group">\n<th[^>]*>([^<]*)</g)].map(
      (heading) => heading[1],
    );
    expect(headings).toEqual([
      '集群设置',
      '带外账号',
      '虚拟交换机 · vDS-Prod-Network',
      '虚拟网络',
      '主机账号（只核对能否登录，本报告不含密码）',
      'VMTools 镜像',
    ]);
  });

  it('numbers the notes in their order and shows an equal note once', () => {
    const rows = readRows(chapterOf(page, 4));
    const marked = rows.map((cells) => cells[4] ?? '').filter((verdict) => /[①-⑳]/.test(verdict));
    expect(marked).toEqual(['✓ 间接验证一致\u00a0①', '✗ 不一致\u00a0②', '✓ 按修改值一致\u00a0③']);
    const { checks } = createReportDraft();
    const noted = checks.map((check, index) => ({ ...check, note: index === 0 ? '另一条' : '同一条' }));
    const notes = chapterOf(renderReport(createReportDraft({ checks: noted }), 'zh-CN'), 4);
    expect(notes).toContain('<p class="note">① 另一条<br>② 同一条</p>');
    const many = checks.map((check, index) => ({ ...check, note: `说明 ${index}` }));
    expect(chapterOf(renderReport(createReportDraft({ checks: many }), 'zh-CN'), 4)).toContain(
      '⑳ 说明 19<br>[21] 说明 20',
    );
  });

  it('says that a value could not be read instead of leaving the cell empty', () => {
    const [first] = createReportDraft().checks;
    const checks = [{ ...first!, actual: null, verdict: 'unreadable' as const, note: null }];
    const rows = readRows(chapterOf(renderReport(createReportDraft({ checks }), 'zh-CN'), 4));
    expect(rows.at(-1)!.slice(3, 5)).toEqual(['无读取接口', '– 无法读取']);
  });

  it('tells what changed nothing apart from what was changed, and shows an unknown state as it is', () => {
    const [step] = createReportDraft().execution;
    const execution: ReportDraft['execution'] = [
      { ...step!, changed: false },
      { ...step!, state: 'toString' },
      { ...step!, state: 'unknown', changed: null, endedAt: null },
    ];
    const rows = readRows(chapterOf(renderReport(createReportDraft({ execution }), 'zh-CN'), 5)).slice(-3);
    expect(rows.map((cells) => [cells[2], cells[4], cells[6]])).toEqual([
      ['已符合', '否', '10:42:44'],
      ['toString', '是', '10:42:44'],
      ['未知', '—', '—'],
    ]);
  });

  it('says when the value went into a copy of the planning sheet', () => {
    const draft = createReportDraft({}, undefined, { written: { ...writtenBack, copy: true } });
    const copied = renderReport(draft, 'zh-CN');
    expect(chapterOf(copied, 10)).toContain('副本');
    expect(chapterOf(page, 10)).not.toContain('副本');
  });
});
