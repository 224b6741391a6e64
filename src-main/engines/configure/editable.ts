/** The values of the plan that a step works from and that a person may change in a run. */
import type { ConfigureInput } from './input.ts';
import { effectivePlan, parsePath, read } from './plan-values.ts';
import { consumedBy } from './selection.ts';

export interface EditableValue {
  readonly key: string;
  readonly value: string | null;
}

/** Passwords are none: they are given, not edited. */
export function editableValues(input: ConfigureInput, step: string): readonly EditableValue[] {
  const plan = effectivePlan(input);
  const paths = consumedBy(input).get(step) ?? [];
  return paths.flatMap((path) => leaves(path, parsePath(path).reduce<unknown>(read, plan)));
}

function leaves(path: string, value: unknown): EditableValue[] {
  if (value === undefined || path.endsWith('.password')) {
    return [];
  }
  if (typeof value !== 'object' || value === null) {
    return [
      { key: path, value: value === null || typeof value === 'string' ? value : JSON.stringify(value) },
    ];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => leaves(`${path}[${index}]`, item));
  }
  return Object.entries(value).flatMap(([name, inner]) => leaves(`${path}.${name}`, inner));
}
