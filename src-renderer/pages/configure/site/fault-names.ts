import type { FaultScenario, FaultValue, FaultValues } from '../../../../src-main/contract/fault.ts';
import type { SitePlan } from '../../../../src-main/contract/site-plan.ts';

/** What the sheet calls the things that a fault can be about. */
export interface FaultNames {
  readonly host: readonly string[];
  readonly network: readonly string[];
  readonly port: readonly string[];
}

export function faultNamesOf({ hosts, network: { switches } }: SitePlan): FaultNames {
  const distinct = (names: readonly string[]): string[] => [...new Set(names)];
  return {
    host: distinct(hosts.map(({ name }) => name)),
    network: distinct(switches.flatMap(({ networks }) => networks.map(({ name }) => name))),
    port: distinct(switches.flatMap(({ nics }) => nics)),
  };
}

/** The names to choose from, null for a value that is not one of them. */
export function namedBy(value: FaultValue, names: FaultNames): readonly string[] | null {
  return value === 'host' || value === 'network' || value === 'port' ? names[value] : null;
}

/** The values of an example, with names that this sheet has. */
export function withNamesOf(
  { scenario, values }: { readonly scenario: FaultScenario; readonly values: FaultValues },
  names: FaultNames,
): FaultValues {
  const named = { ...values };
  for (const segment of scenario.segments) {
    if (typeof segment === 'string') {
      continue;
    }
    const known = namedBy(segment.value, names);
    const [first] = known ?? [];
    if (first !== undefined && known?.includes(values[segment.as] ?? '') !== true) {
      named[segment.as] = first;
    }
  }
  return named;
}
