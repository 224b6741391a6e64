import type { StepRow } from '../../../src-main/contract/run.ts';
import { stepSentence } from '../../../src-main/contract/state-words.ts';
import type { Text } from '../../../src-main/contract/text.ts';

/** The same thing on both sides, where both have it. */
export interface Pair<T> {
  readonly key: string;
  readonly first: T | null;
  readonly second: T | null;
  readonly differs: boolean;
}

/** In the order of the first side; what only the second has comes where it stands there. */
export function paired<T>(
  sides: readonly [readonly T[], readonly T[]],
  keyOf: (item: T) => string,
  isSame: (first: T, second: T) => boolean,
): readonly Pair<T>[] {
  const [first, second] = sides.map((items) => new Map(items.map((item) => [keyOf(item), item]))) as [
    Map<string, T>,
    Map<string, T>,
  ];
  const keys = [...first.keys()];
  let place = 0;
  for (const key of second.keys()) {
    const found = keys.indexOf(key);
    if (found >= 0) {
      place = found + 1;
    } else {
      keys.splice(place++, 0, key);
    }
  }
  return keys.map((key) => {
    const [one, other] = [first.get(key) ?? null, second.get(key) ?? null];
    return { key, first: one, second: other, differs: one === null || other === null || !isSame(one, other) };
  });
}

const sameText = (one: Text | null, other: Text | null): boolean =>
  one?.zh === other?.zh && one?.en === other?.en;

/** Steps by their key. They differ when they came to something else; how long they took is not compared. */
export const pairedSteps = (
  first: readonly StepRow[],
  second: readonly StepRow[],
): readonly Pair<StepRow>[] =>
  paired(
    [first, second],
    ({ key }) => key,
    (one, other) =>
      one.state === other.state &&
      one.changed === other.changed &&
      one.attempts === other.attempts &&
      sameText(stepSentence(one), stepSentence(other)),
  );
