import { createHash } from 'node:crypto';
import type { ReportDraft } from '../contract/report.ts';

function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(inKeyOrder);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, inKeyOrder(member)]));
}

/**
 * SHA-256 (64 lower-case hex digits) of the report as UTF-8 JSON without white space, keys in code-unit order.
 * It holds the words of both languages, so the page has the same sum in each. The number and the time stand outside:
 * they say when a state was printed, and the same state has the same sum whenever that was.
 */
export function contentSum({ number: _number, madeAt: _madeAt, ...content }: ReportDraft): string {
  return createHash('sha256')
    .update(JSON.stringify(inKeyOrder(content)), 'utf8')
    .digest('hex');
}

/** A hex sum in groups of four, as people compare it. */
export function inGroups(sum: string): string {
  return sum.match(/.{1,4}/gu)?.join(' ') ?? sum;
}

/** The first three groups and the last, for the foot of every page. */
export function shortSum(sum: string): string {
  return `${inGroups(sum.slice(0, 12))} … ${sum.slice(-4)}`;
}
