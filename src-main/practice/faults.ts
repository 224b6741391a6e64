import { AppError } from '../contract/errors.ts';
import type { Text } from '../contract/text.ts';
import {
  faultEntries,
  type FaultEntry,
  type FaultName,
  type FaultSegment,
  type FaultValue,
} from './fault-catalog.ts';

/** One ordered fault, as data. `values` holds what the person wrote, by key. */
export interface Fault {
  readonly name: FaultName;
  readonly spec: string;
  readonly values: Readonly<Record<string, string>>;
}

const entries: readonly (readonly [FaultName, FaultEntry])[] = Object.entries(faultEntries) as [
  FaultName,
  FaultEntry,
][];

const names = (segment: FaultSegment): string[] => (typeof segment === 'string' ? [segment] : [segment.as]);

/** For `practice --help`: every fault with its keys and an example that parses. */
export const faultCatalog: readonly {
  readonly point: string;
  readonly keys: readonly string[];
  readonly description: Text;
  readonly example: string;
}[] = entries.map(([, { point, segments, description, example }]) => ({
  point,
  keys: segments.flatMap(names),
  description,
  example,
}));

function accepts(value: FaultValue, text: string): boolean {
  if (typeof value !== 'string') return value.includes(text);
  switch (value) {
    case 'count':
      return /^\d{1,9}$/.test(text);
    case 'positive':
      return /^[1-9]\d{0,8}$/.test(text);
    case 'percent':
      return /^(100|\d{1,2})%$/.test(text);
    case 'status':
      return /^[45]\d\d$/.test(text);
    case 'name':
      return text !== '';
  }
}

/** The values of a spec read by one form, or null when it has another form. Keys may stand in any order. */
function readBy(segments: readonly FaultSegment[], parts: readonly string[]): Record<string, string> | null {
  if (parts.length !== segments.length) return null;
  const words = parts.filter((part) => !part.includes('='));
  const keyed = new Map(
    parts
      .filter((part) => part.includes('='))
      .map((part) => {
        const at = part.indexOf('=');
        return [part.slice(0, at), part.slice(at + 1)] as const;
      }),
  );
  const values: Record<string, string> = {};
  for (const segment of segments) {
    if (typeof segment === 'string') {
      if (words.shift() !== segment) return null;
      continue;
    }
    const text = segment.keyed ? keyed.get(segment.as) : words.shift();
    if (text === undefined || !accepts(segment.value, text)) return null;
    values[segment.as] = text;
  }
  return values;
}

/** Reads `POINT[:KEY=VALUE]…`. Throws FAULT_INVALID naming the point and what is known. */
export function parseFault(spec: string): Fault {
  const [point = '', ...parts] = spec.trim().split(':');
  const ofPoint = entries.filter(([, candidate]) => candidate.point === point);
  for (const [name, candidate] of ofPoint) {
    const values = readBy(candidate.segments, parts);
    if (values !== null) return { name, spec: spec.trim(), values };
  }
  const known = [...new Set(entries.map(([, candidate]) => candidate.point))];
  const examples = ofPoint.map(([, candidate]) => candidate.example);
  const hint = ofPoint.length === 0 ? pointsHint(known) : formHint(examples);
  throw new AppError(
    'FAULT_INVALID',
    {
      zh: `故障「${spec}」无法识别，注入点为「${point}」；${hint.zh}。`,
      en: `the fault "${spec}" is not understood at point "${point}": ${hint.en}`,
    },
    { data: { spec, point, known: ofPoint.length === 0 ? known : examples } },
  );
}

const pointsHint = (known: readonly string[]): Text => ({
  zh: `可用的注入点有 ${known.join('、')}`,
  en: `known points are ${known.join(', ')}`,
});

const formHint = (examples: readonly string[]): Text => ({
  zh: `请写成${examples.map((example) => `「${example}」`).join('或')}`,
  en: `write it like ${examples.map((example) => `"${example}"`).join(' or ')}`,
});

/** The faults of one process and what has been counted for them. Gone with the process. */
export interface FaultBook {
  specs(): readonly string[];
  /** Replaces what was ordered, counted from the start; the same faults again leave the counts alone. */
  order(faults: readonly Fault[]): void;
  /** The first fault of this name whose values agree; a value written `*` agrees with anything. */
  find(name: FaultName, values?: Readonly<Record<string, string>>): Fault | null;
  has(name: FaultName, values?: Readonly<Record<string, string>>): boolean;
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
      if (specsOf(ordered) === specsOf(faults)) return;
      faults = ordered;
      counts.clear();
    },
    find,
    has: (name, values) => find(name, values) !== null,
    count(key) {
      const next = (counts.get(key) ?? 0) + 1;
      counts.set(key, next);
      return next;
    },
  };
}
