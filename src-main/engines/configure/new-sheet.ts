/** A run's order with the sheet read again: what follows its objects by name, and which steps that touches. */
import type { SitePlan } from '../../contract/site-plan.ts';
import type { ConfigureInput } from './input.ts';
import { effectivePlan, parsePath, read } from './plan-values.ts';
import { consumedBy, requireKeyFields } from './selection.ts';
import { administratorSecret } from './steps/administrator.ts';

/** What a reading of the sheet gives an order. */
export type SheetOfOrder = Pick<
  ConfigureInput,
  'plan' | 'workbook' | 'blocked' | 'notPlanned' | 'serialCell'
>;

export interface NewSheet {
  readonly input: ConfigureInput;
  /** Steps of both plans about which the sheet now says something else. */
  readonly changed: readonly string[];
}

/**
 * The order for the new sheet, under an id of its own, because secrets are kept by order and path. Refuses a sheet
 * that lacks what the whole job rests on.
 */
export function withNewSheet(before: ConfigureInput, sheet: SheetOfOrder, orderId: string): NewSheet {
  const follow = <T extends { readonly key: string }>(one: T): T[] => {
    const key = pathInNewSheet(before.plan, sheet.plan, one.key);
    return key === null ? [] : [{ ...one, key }];
  };
  const { edits, given } = before;
  const input = { ...before, ...sheet, orderId, edits: edits.flatMap(follow), given: given.flatMap(follow) };
  requireKeyFields(input);
  return { input, changed: changedSteps(before, input) };
}

const nameOf = (item: unknown): unknown => read(item, 'name') ?? read(item, 'user');

/** The path of the same object (by its name, not its row) in another reading of the plan; null when it is not there. */
export function pathInNewSheet(before: SitePlan, after: SitePlan, path: string): string | null {
  let [left, right]: unknown[] = [before, after];
  let moved = '';
  for (const part of parsePath(path)) {
    let place = part;
    const name = nameOf(read(left, part));
    if (typeof part === 'number' && name !== undefined) {
      place = Array.isArray(right) ? right.findIndex((item) => nameOf(item) === name) : -1;
      if (place === -1) {
        return null;
      }
    }
    moved += typeof place === 'number' ? `[${place}]` : moved === '' ? place : `.${place}`;
    left = read(left, part);
    right = read(right, place);
  }
  return moved;
}

/** A secret's value stands in no plan, so nobody can tell here whether it changed: its step looks again, which tells. */
const holdsSecret = (path: string): boolean =>
  path !== administratorSecret && /\.(?:password|bmc)$/.test(path);

function changedSteps(before: ConfigureInput, after: ConfigureInput): readonly string[] {
  const [old, now] = [consumedBy(before), consumedBy(after)];
  const [oldPlan, newPlan] = [effectivePlan(before), effectivePlan(after)];
  const valueOf = (plan: SitePlan, paths: readonly string[]): string =>
    JSON.stringify(paths.map((path) => parsePath(path).reduce<unknown>(read, plan)));
  return [...now]
    .filter(([key, paths]) => {
      const earlier = old.get(key);
      if (earlier === undefined) {
        return false;
      }
      return paths.some(holdsSecret) || valueOf(oldPlan, earlier) !== valueOf(newPlan, paths);
    })
    .map(([key]) => key);
}
