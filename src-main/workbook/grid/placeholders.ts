import { withoutUnseen } from './characters.ts';

/** What people write into a cell that is to stay empty, or to be filled in later. In brackets as well: （待定）. */
const words =
  /^(?:n\/?a|none|null|nil|tb[acd]|todo|pending|x{3,}|-+|—+|–+|_+|\/+|\\+|\.{2,}|…+|\*+|\?+|无|暂无|没有|未定|未知|未填|不涉及|不适用|不需要|不填|空白?|待(?:定|填|填写|补|补充|提供|确认|分配|规划|回填|录入))$/i;

/** Whether a text stands for an empty cell. Reading and writing back mean the same by it. */
export function isPlaceholder(text: string): boolean {
  const bare = withoutUnseen(text.normalize('NFKC'))
    .replace(/\s+/gu, '')
    .replace(/^[([{<【〔「『《]+|[)\]}>】〕」』》]+$/gu, '');
  return words.test(bare);
}

/** Whether a cell that shows this is empty: nothing, space, or a placeholder. */
export const isEmptyText = (text: string): boolean =>
  withoutUnseen(text).trim() === '' || isPlaceholder(text);
