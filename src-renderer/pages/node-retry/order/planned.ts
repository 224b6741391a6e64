/** What a preview comes to, node by node. Pure. */
import type { PreviewStep } from '../../../../src-main/contract/preview-scope.ts';
import type { Text } from '../../../../src-main/contract/text.ts';
import type { NodeRow } from '../../../../src-main/contract/node-retry.ts';

export interface PlannedNode {
  readonly name: string;
  /** As it is shown in the list. */
  readonly phase: string;
  /** Why nothing will be done with it; null where something will, or as long as that is not known. */
  readonly refused: Text | null;
  /** What will be done with it, in the order in which that is done. */
  readonly changes: readonly Text[];
  readonly isKnown: boolean;
}

/** The steps of a node that say something about it, in their order. */
const said = ['pods', 'status'] as const;

export function planned(nodes: readonly NodeRow[], steps: readonly PreviewStep[]): readonly PlannedNode[] {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const rows = nodes.map(({ name, phase }): PlannedNode => {
    const right = byKey.get(`right:${name}`);
    const isRefused = right?.verdict === 'blocked';
    return {
      name,
      phase,
      refused: isRefused ? (right.found ?? null) : null,
      changes: isRefused ? [] : said.flatMap((group) => byKey.get(`${group}:${name}`)?.change ?? []),
      isKnown: right !== undefined,
    };
  });
  // What is refused is seen without scrolling.
  return rows.sort((one, other) => Number(one.refused === null) - Number(other.refused === null));
}
