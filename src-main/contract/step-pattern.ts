/** Steps as an order names them: `dns`, a group (`vlan`), what begins so (`vlan:*`), or a whole key. */
import { AppError } from './errors.ts';

export function matchesStep(pattern: string, key: string): boolean {
  if (pattern.endsWith('*')) {
    return key.startsWith(pattern.slice(0, -1));
  }
  return key === pattern || key.startsWith(`${pattern}:`);
}

const covers = (skipped: string, chosen: string): boolean =>
  matchesStep(skipped, chosen) || skipped === `${chosen}:*`;

/** Throws USAGE where what is chosen is skipped as well: nothing of it would be done, and the run would succeed. */
export function requireScope(only: readonly string[], skip: readonly string[]): void {
  const both = only.find((chosen) => skip.some((skipped) => covers(skipped, chosen)));
  if (both === undefined) {
    return;
  }
  const text = {
    zh: `${both} 既被选择又被跳过；请去掉其中一个。`,
    en: `${both} is both chosen and skipped. Remove one of the two.`,
  };
  throw new AppError('USAGE', text, { data: { step: both } });
}
