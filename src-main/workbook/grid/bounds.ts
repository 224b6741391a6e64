import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';

/** How much is read of something; `what` names it in a refusal. */
interface Bound {
  readonly limit: number;
  readonly what: Text;
}

/** Inflated bytes of one XML part. Real sheets, styled down to row 1000, stay below 1 MiB. */
export const largestPartBytes = 64 * 1024 * 1024;

/** What a planning workbook may grow to before it is refused: far above real ones, far below what would take the memory. */
export const bounds = {
  cells: { limit: 200_000, what: { zh: '单个工作表的非空单元格数', en: 'non-empty cells in one sheet' } },
  mergedRanges: { limit: 5_000, what: { zh: '单个工作表的合并区域数', en: 'merged ranges in one sheet' } },
  hyperlinks: { limit: 20_000, what: { zh: '单个工作表的链接数', en: 'links in one sheet' } },
  sharedStrings: { limit: 500_000, what: { zh: '共享字符串条数', en: 'shared strings' } },
  /** Of all shared strings together. */
  sharedStringCharacters: {
    limit: 32 * 1024 * 1024,
    what: { zh: '文本字符总数', en: 'characters of text' },
  },
  /** The file format's own limit for one cell. */
  textCharacters: { limit: 32_767, what: { zh: '单个单元格的字符数', en: 'characters in one cell' } },
  cellFormats: { limit: 65_536, what: { zh: '单元格格式数', en: 'cell formats' } },
} as const satisfies Record<string, Bound>;

/** Throws WORKBOOK_TOO_LARGE. */
export function requireWithinBound(count: number, { limit, what }: Bound): void {
  if (count > limit) {
    throw new AppError(
      'WORKBOOK_TOO_LARGE',
      {
        zh: `规划表未读取：${what.zh}超过 ${limit}。请删除与规划无关的内容后重新保存。`,
        en: `The workbook was not read: it has more than ${limit} ${what.en}. Remove everything that is not part of the plan, then save it again.`,
      },
      { data: { limit } },
    );
  }
}
