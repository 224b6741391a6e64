import type { MappingProposal } from '../../../../src-main/contract/configure.ts';
import type { ProfileMapping } from '../../../../src-main/contract/finding.ts';

export type Miss = MappingProposal['misses'][number];

const partOf = { sheet: 'sheets', header: 'headers', anchor: 'anchors' } as const;

/** One miss among all: sheets, columns and labels may have the same key. */
export const nameOf = ({ part, key }: Miss): string => `${part} ${key}`;

/** What the mapping says for each miss, as text; empty where it says nothing. */
export function givenBy(mapping: ProfileMapping, misses: readonly Miss[]): Readonly<Record<string, string>> {
  return Object.fromEntries(misses.map((miss) => [nameOf(miss), mapping[partOf[miss.part]][miss.key] ?? '']));
}

/** The mapping with what the person entered; what was left empty is not in it. */
export function mappingWith(
  mapping: ProfileMapping,
  misses: readonly Miss[],
  given: Readonly<Record<string, string>>,
): ProfileMapping {
  const next = structuredClone(mapping);
  for (const miss of misses) {
    const part = next[partOf[miss.part]];
    const text = (given[nameOf(miss)] ?? '').trim();
    if (text === '') {
      Reflect.deleteProperty(part, miss.key);
    } else {
      part[miss.key] = text;
    }
  }
  return next;
}

export const isMissing = (miss: Miss, given: Readonly<Record<string, string>>): boolean =>
  miss.isRequired && (given[nameOf(miss)] ?? '').trim() === '';
