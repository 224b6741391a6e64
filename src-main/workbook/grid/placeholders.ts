import { withoutUnseen } from './characters.ts';

/** What people write into a cell that is to stay empty, or to be filled in later. In brackets as well: （待定）. */
const words =
  /^(?:n\/?a|none|null|nil|tb[acd]|todo|pending|x{3,}|-+|—+|–+|_+|\/+|\\+|\.{2,}|…+|\*+|\?+|无|暂无|没有|未定|未知|未填|不涉及|不适用|不需要|不填|空白?|待(?:定|填|填写|补|补充|提供|确认|分配|规划|回填|录入))$/i;

/** What refers to another cell or to another person instead of holding a value: nobody may guess which is meant. */
const elsewhere =
  /^(?:同(?:上|左|右|前|下|root|密码|\d{1,2}号?.*)|见(?:附件|密码本|附表|备注|邮件).*|默认(?:密码|值|账号)|客户(?:自定|自定义|提供|填写|自行.*)|由客户.*|待客户.*|请(?:填写|客户.*|补充)|保密|略|ditto|sameasabove|see(?:attach|above).*|〃+|["'“”″]+)$/i;

/** Whether a text stands for an empty cell. Reading and writing back mean the same by it. */
export function isPlaceholder(text: string): boolean {
  const bare = withoutUnseen(text.normalize('NFKC'))
    .replace(/\s+/gu, '')
    .replace(/^[([{<【〔「『《]+|[)\]}>】〕」』》]+$/gu, '');
  return words.test(bare) || elsewhere.test(bare);
}

/** Whether a cell that shows this is empty: nothing, space, or a placeholder. */
export const isEmptyText = (text: string): boolean =>
  withoutUnseen(text).trim() === '' || isPlaceholder(text);
