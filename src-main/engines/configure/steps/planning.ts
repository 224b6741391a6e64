import type { Dependency } from '../../../runner/model.ts';
import type { SitePlan } from '../../../contract/site-plan.ts';
import type { Text } from '../../../contract/text.ts';
import type { ConfigureInput } from '../input.ts';
import type { SiteStep } from '../world.ts';

/** What the makers of steps work from: the plan as read gives names and keys, the plan with edits gives values. */
export interface Planning {
  readonly input: ConfigureInput;
  readonly plan: SitePlan;
}

/** A step before it is known whether it belongs to this run, with the paths of the plan that it needs. */
export interface Candidate {
  readonly step: SiteStep;
  /** Paths of the plan without which it cannot be done; a path covers everything below it. */
  readonly consumes: readonly string[];
  /** Paths that it only names or looks at: an error there does not keep it from being done. */
  readonly mentions?: readonly string[];
  /** Why there is nothing to do, such as a value that was not filled in. */
  readonly absent?: Text;
}

export const needs = (...keys: readonly string[]): readonly Dependency[] =>
  keys.map((key) => ({ key, requires: 'succeeded' }));
export const settled = (...keys: readonly string[]): readonly Dependency[] =>
  keys.map((key) => ({ key, requires: 'settled' }));
