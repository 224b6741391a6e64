import { AppError } from '../../contract/errors.ts';
import { scenarioOf, type FaultScenario, type FaultValue } from '../../contract/fault.ts';
import type { SitePlan } from '../../contract/site-plan.ts';
import type { Text } from '../../contract/text.ts';

interface Named {
  readonly what: Text;
  readonly known: readonly string[];
}

/** What a value of a fault names in the plan; null for one that names nothing there. */
function namedIn({ hosts, network }: SitePlan, value: FaultValue): Named | null {
  switch (value) {
    case 'host':
      return { what: { zh: '主机', en: 'host' }, known: hosts.map(({ name }) => name) };
    case 'network': {
      const known = network.switches.flatMap(({ networks }) => networks.map(({ name }) => name));
      return { what: { zh: '虚拟网络', en: 'network' }, known };
    }
    case 'port':
      return { what: { zh: '网口', en: 'port' }, known: network.switches.flatMap(({ nics }) => nics) };
    default:
      return null;
  }
}

/** Throws FAULT_INVALID for a fault of something that is not in the plan: it would never happen, and nobody would know. */
export function requireFaultNames(
  faults: readonly string[],
  catalog: readonly FaultScenario[],
  plan: SitePlan,
): void {
  for (const spec of faults) {
    const found = scenarioOf(catalog, spec);
    for (const segment of found?.scenario.segments ?? []) {
      if (typeof segment !== 'string') {
        requireName(spec, found?.values[segment.as] ?? '*', namedIn(plan, segment.value));
      }
    }
  }
}

function requireName(spec: string, name: string, named: Named | null): void {
  // One that agrees with all of them is written with an asterisk.
  if (named !== null && name !== '*' && !named.known.includes(name)) {
    throw unknownName(spec, name, named);
  }
}

function unknownName(spec: string, name: string, { what, known }: Named): AppError {
  const names = [...new Set(known)];
  const text = {
    zh: `故障 ${spec} 无效：规划表中没有${what.zh} ${name}；可用的有 ${names.join('、')}。请去掉该故障，或改用其中之一。`,
    en: `Fault "${spec}" is not valid: the workbook has no ${what.en} ${name}. It has ${names.join(', ')}. Remove the fault, or use one of these.`,
  };
  return new AppError('FAULT_INVALID', text, { data: { spec, known: names } });
}
