/** The checks of two reports beside each other. */
import type { ReportDocument } from '../../../../src-main/contract/report.ts';
import { groupBy } from '../../../words/group-by.ts';
import { paired, type Pair } from '../../runs/compared.ts';

export type Check = ReportDocument['checks'][number];

/** Checks by what they are of. */
export const pairedChecks = (first: readonly Check[], second: readonly Check[]): readonly Pair<Check>[] =>
  paired(
    [first, second],
    ({ group, of, subject }) => [group, of ?? '', subject].join('\n'),
    (one, other) =>
      one.planned === other.planned && one.actual === other.actual && one.verdict === other.verdict,
  );

export interface CheckGroup {
  readonly key: string;
  readonly title: string;
  /** The object that the values are of, such as the switch; null for none. */
  readonly of: string | null;
  readonly pairs: readonly Pair<Check>[];
}

/** Under what they are of, each group where its first pair stands. */
export function checkGroups(pairs: readonly Pair<Check>[]): readonly CheckGroup[] {
  const groups = groupBy(pairs, ({ first, second }) => {
    const of = first ?? second;
    return `${of?.group ?? ''} ${of?.of ?? ''}`;
  });
  return [...groups].flatMap(([key, members]) => {
    const of = members[0]?.first ?? members[0]?.second ?? null;
    return of === null ? [] : [{ key, title: of.groupTitle, of: of.of, pairs: members }];
  });
}
