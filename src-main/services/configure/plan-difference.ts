import type { PlanDifference } from '../../contract/configure.ts';
import { type CellReference, type SitePlan, secretSchema } from '../../contract/site-plan.ts';

const keyOf = ({ sheet, cell }: CellReference): string => `${sheet}!${cell}`;

/**
 * What a customer changed between two versions of a sheet, by path of the plan. A cell corrected in the tool is left
 * out: what a version shows there depends on whether it was read before or after the correction.
 */
export function planDifference(
  before: SitePlan,
  after: SitePlan,
  corrections: readonly CellReference[],
): PlanDifference {
  const corrected = new Set(corrections.map(keyOf));
  const isCorrected = (path: string): boolean =>
    [before, after].some(({ origins }) => {
      const at = origins[path];
      return at !== undefined && corrected.has(keyOf(at));
    });
  const [left, right] = [flatten(before), flatten(after)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((path) => left.get(path) !== right.get(path) && !isCorrected(path))
    .map((path) => ({ path, before: left.get(path) ?? null, after: right.get(path) ?? null }));
}

/** Every value of a plan by its path; secrets are only there or not. */
function flatten(value: unknown, path = '', into = new Map<string, string>()): ReadonlyMap<string, string> {
  if (path === 'origins') {
    return into;
  }
  if (secretSchema.safeParse(value).success) {
    into.set(path, '***');
  } else if (typeof value !== 'object' || value === null) {
    into.set(path, value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value));
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => flatten(item, `${path}[${index}]`, into));
  } else {
    for (const [key, item] of Object.entries(value)) {
      flatten(item, path === '' ? key : `${path}.${key}`, into);
    }
  }
  return into;
}
