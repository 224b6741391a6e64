/** Faults that a practice site can be ordered to have, as data: what a person chooses from, and what a command line spells. */
import type { Text } from './text.ts';

export const faultGroups = ['network', 'accounts', 'upload', 'connection', 'kubernetes'] as const;
export type FaultGroup = (typeof faultGroups)[number];

/**
 * What a value may be: a whole number, one above zero, a percentage, an HTTP error status, the name of a host, a network
 * or a port of the sheet, any text, or one of a list.
 */
export const faultValueKinds = [
  ...(['count', 'positive', 'percent', 'status'] as const),
  ...(['host', 'network', 'port', 'name'] as const),
] as const;
export type FaultValue = (typeof faultValueKinds)[number] | readonly string[];

/** What the values of faults are called. */
export const faultKeys = [
  ...(['way', 'seconds', 'ms', 'chunk', 'fail', 'drop', 'answer', 'kind', 'dialect'] as const),
  ...(['expire-after', 'expire-time', 'host', 'name', 'taken', 'count'] as const),
  ...(['status', 'every', 'code', 'what'] as const),
  ...(['namespace', 'drop-after', 'throttle', 'retry-after', 'conflict', 'deny'] as const),
] as const;
export type FaultKey = (typeof faultKeys)[number];

/** A fixed word, or a value: `key=VALUE` where it has a key, a bare word where it has none. */
export type FaultSegment =
  string | { readonly as: FaultKey; readonly keyed: boolean; readonly value: FaultValue };

export interface FaultScenario {
  readonly point: string;
  readonly group: FaultGroup;
  readonly segments: readonly FaultSegment[];
  /** One as it is ordered. */
  readonly example: string;
  readonly description: Text;
}

/** Values by the keys of their segments. */
export type FaultValues = Readonly<Record<string, string>>;

export function acceptsFaultValue(value: FaultValue, text: string): boolean {
  if (typeof value !== 'string') {
    return value.includes(text);
  }
  switch (value) {
    case 'count':
      return /^\d{1,9}$/.test(text);
    case 'positive':
      return /^[1-9]\d{0,8}$/.test(text);
    case 'percent':
      return /^(100|\d{1,2})%$/.test(text);
    case 'status':
      return /^[45]\d\d$/.test(text);
    default:
      return text !== '' && !text.includes(':');
  }
}

/** The values of a spec read by one form, or null when it has another form. Keys may stand in any order. */
export function readFault(
  { point, segments }: Pick<FaultScenario, 'point' | 'segments'>,
  spec: string,
): FaultValues | null {
  const [given, ...parts] = spec.trim().split(':');
  if (given !== point || parts.length !== segments.length) {
    return null;
  }
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
      if (words.shift() !== segment) {
        return null;
      }
      continue;
    }
    const text = segment.keyed ? keyed.get(segment.as) : words.shift();
    if (text === undefined || !acceptsFaultValue(segment.value, text)) {
      return null;
    }
    values[segment.as] = text;
  }
  return values;
}

/** The scenario that a spec orders, with its values; null when there is none. */
export function scenarioOf(
  scenarios: readonly FaultScenario[],
  spec: string,
): { readonly scenario: FaultScenario; readonly values: FaultValues } | null {
  for (const scenario of scenarios) {
    const values = readFault(scenario, spec);
    if (values !== null) {
      return { scenario, values };
    }
  }
  return null;
}

/** The spec of a scenario with these values. */
export function writeFault({ point, segments }: FaultScenario, values: FaultValues): string {
  const written = segments.map((segment) => {
    if (typeof segment === 'string') {
      return segment;
    }
    const text = values[segment.as] ?? '';
    return segment.keyed ? `${segment.as}=${text}` : text;
  });
  return [point, ...written].join(':');
}
