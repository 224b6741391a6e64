import { AppError } from '../contract/errors.ts';
import { readFault, type FaultScenario } from '../contract/fault.ts';
import { faultEntries, type FaultName } from './fault-catalog.ts';

/** One ordered fault, as data. `values` holds what the person wrote, by key. */
export interface Fault {
  readonly name: FaultName;
  readonly spec: string;
  readonly values: Readonly<Record<string, string>>;
}

const entries: readonly (readonly [FaultName, FaultScenario])[] = Object.entries(faultEntries) as [
  FaultName,
  FaultScenario,
][];

/** Every fault there is, in the form it is ordered in. */
export const faultCatalog: readonly FaultScenario[] = entries.map(([, scenario]) => scenario);

/** Reads `POINT[:KEY=VALUE]…`. Throws FAULT_INVALID naming the point and what is known. */
export function parseFault(spec: string): Fault {
  for (const [name, scenario] of entries) {
    const values = readFault(scenario, spec);
    if (values !== null) {
      return { name, spec: spec.trim(), values };
    }
  }
  const [point = ''] = spec.trim().split(':');
  const examples = entries.flatMap(([, scenario]) => (scenario.point === point ? [scenario.example] : []));
  const points = [...new Set(entries.map(([, scenario]) => scenario.point))];
  const known = examples.length === 0 ? points : examples;
  const list = {
    zh: examples.length === 0 ? `注入点有 ${points.join('、')}` : `例如 ${examples.join('、')}`,
    en: examples.length === 0 ? `points: ${points.join(', ')}` : `for example ${examples.join(', ')}`,
  };
  throw new AppError(
    'FAULT_INVALID',
    {
      zh: `无此故障，请从列表选择：${spec}（${list.zh}；全部见 practice --help）`,
      en: `Fault "${spec}" does not exist. Choose one from the list: ${list.en}; see all with practice --help.`,
    },
    { data: { spec, point, known } },
  );
}

/** The faults of one process and what has been counted for them. Gone with the process. */
export interface FaultBook {
  specs(): readonly string[];
  /** Replaces what was ordered, counted from the start; the same faults again leave the counts alone. */
  order(faults: readonly Fault[]): void;
  /** The first fault of this name whose values agree; a value written `*` agrees with anything. */
  find(name: FaultName, values?: Readonly<Record<string, string>>): Fault | null;
  has(name: FaultName, values?: Readonly<Record<string, string>>): boolean;
  /** Every fault of this name. */
  all(name: FaultName): readonly Fault[];
  /** Counts one more under this key and answers the new count, from 1. */
  count(key: string): number;
}

export function createFaultBook(atFirst: readonly Fault[]): FaultBook {
  let faults = atFirst;
  const counts = new Map<string, number>();
  const agrees = (fault: Fault, values: Readonly<Record<string, string>>): boolean =>
    Object.entries(values).every(([key, value]) => fault.values[key] === value || fault.values[key] === '*');
  const find: FaultBook['find'] = (name, values = {}) =>
    faults.find((fault) => fault.name === name && agrees(fault, values)) ?? null;
  return {
    specs: () => faults.map((fault) => fault.spec),
    order(ordered) {
      const specsOf = (of: readonly Fault[]): string => of.map(({ spec }) => spec).join('\n');
      if (specsOf(ordered) === specsOf(faults)) {
        return;
      }
      faults = ordered;
      counts.clear();
    },
    find,
    has: (name, values) => find(name, values) !== null,
    all: (name) => faults.filter((fault) => fault.name === name),
    count(key) {
      const next = (counts.get(key) ?? 0) + 1;
      counts.set(key, next);
      return next;
    },
  };
}
