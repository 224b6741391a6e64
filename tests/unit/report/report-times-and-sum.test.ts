import { describe, expect, it } from 'vitest';
import { contentSum, inGroups, shortSum } from '../../../src-main/report/content-sum.ts';
import { renderReport } from '../../../src-main/report/index.ts';
import { createReportDraft } from '../../support/report-document.ts';
import { chapterOf, plainText } from './read-markup.ts';

const languages = ['zh-CN', 'en'] as const;

describe('times of the acceptance report', () => {
  it('are those of the site, with the offset, and with a date on another day', () => {
    const text = plainText(renderReport(createReportDraft(), 'zh-CN'));
    expect(text).toContain('2026-11-21 11:48 UTC+8');
    expect(text).toContain('11-20 23:12:05');
  });

  it('follow the time zone of the document', () => {
    const inKolkata = plainText(renderReport(createReportDraft({ timeZone: 'Asia/Kolkata' }), 'en'));
    expect(inKolkata).toContain('2026-11-21 09:18 UTC+5:30');
    const inUtc = plainText(renderReport(createReportDraft({ timeZone: 'UTC' }), 'en'));
    expect(inUtc).toContain('2026-11-21 03:48 UTC');
  });

  it('are shown as written when they are no times', () => {
    const made = renderReport(createReportDraft({ madeAt: '昨天下午' }), 'zh-CN');
    expect(plainText(made)).toContain('昨天下午');
  });

  it('refuse a time zone nobody knows, saying what to give', () => {
    expect(() => renderReport(createReportDraft({ timeZone: 'Mars/Base' }), 'en')).toThrow(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        message: expect.stringContaining('"Mars/Base"') as string,
        text: expect.objectContaining({ zh: expect.stringContaining('「Mars/Base」') as string }) as unknown,
      }),
    );
  });
});

describe('the content check sum', () => {
  const document = createReportDraft();

  it('does not depend on the order of keys and changes with any value', () => {
    const turned = Object.fromEntries(Object.entries(document).reverse()) as typeof document;
    expect(contentSum(turned)).toBe(contentSum(document));
    expect(contentSum({ ...document, engineer: 'Chen' })).not.toBe(contentSum(document));
  });

  it('is that of the content: another number and another time leave it', () => {
    const later = { ...document, number: 'YS-20261122-0147', madeAt: '2026-11-22T00:00:00.000Z' };
    expect(contentSum(later)).toBe(contentSum(document));
  });

  it('stands in groups of four in chapter 10 and shortened in the foot', () => {
    const sum = contentSum(document);
    expect(sum).toMatch(/^[0-9a-f]{64}$/);
    for (const language of languages) {
      const page = renderReport(document, language);
      expect(chapterOf(page, 10)).toContain(inGroups(sum));
      expect(page).toContain(`SHA-256 ${shortSum(sum)}</span>`);
    }
    expect(inGroups('5b7e20c941fd')).toBe('5b7e 20c9 41fd');
  });
});
