/** What a failure says to a person, out of the data that is kept with it. Pure. */
import type { Json } from '../../../src-main/contract/json.ts';
import type { StepFailure, StepRow } from '../../../src-main/contract/run.ts';
import { verbatim, type Text } from '../../../src-main/contract/text.ts';

/** A field that was planned beside what is there; `name` is a key of the catalogue, or words. */
export interface ComparedField {
  readonly name: string | Text;
  readonly planned: Text;
  readonly actual: Text;
}

const isText = (value: Json | undefined): value is { readonly zh: string; readonly en: string } =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;

const asText = (value: Json): Text => verbatim(typeof value === 'string' ? value : JSON.stringify(value));

function named(data: StepFailure['data']): ComparedField[] {
  return Object.entries(data).flatMap(([key, planned]) => {
    if (!key.startsWith('planned')) {
      return [];
    }
    const name = key.slice('planned'.length);
    const actual = data[`actual${name}`];
    return actual === undefined ? [] : [{ name, planned: asText(planned), actual: asText(actual) }];
  });
}

function listed({ differences }: StepFailure['data']): ComparedField[] {
  if (!Array.isArray(differences)) {
    return [];
  }
  return differences.flatMap((one) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) {
      return [];
    }
    const { field, planned, actual } = one as Record<string, Json>;
    return isText(field) && isText(planned) && isText(actual) ? [{ name: field, planned, actual }] : [];
  });
}

/** What the failure compared: `plannedVlanId` beside `actualVlanId`, or a list of differences. */
export function comparedIn(error: StepFailure | null): readonly ComparedField[] {
  return error === null ? [] : [...named(error.data), ...listed(error.data)];
}

/** The call that was refused, as the log has it: `POST /path → 409 EVLAN`. Null for a failure of another kind. */
export function refusedCall({ data }: Pick<StepFailure, 'data'>): string | null {
  const { method, path, status, ec } = data;
  if (typeof method !== 'string' || typeof path !== 'string') {
    return null;
  }
  const answer = typeof status === 'number' ? ` → ${status}` : '';
  return `${method} ${path}${answer}${typeof ec === 'string' ? ` ${ec}` : ''}`;
}

export interface Consequences {
  /** Did not go well either. */
  readonly amiss: readonly StepRow[];
  /** Were left out because this step did not succeed. */
  readonly leftOut: readonly StepRow[];
  /** Begin only once this step has been dealt with. */
  readonly held: readonly StepRow[];
  /** Are not over, and need nothing of it. */
  readonly goOn: number;
}

/** What it means for the other steps that this one did not succeed. */
export function consequencesOf(step: StepRow, steps: readonly StepRow[]): Consequences {
  const behind = new Set([step.key]);
  // Steps stand in the order of the plan, after those that they need.
  for (const { key, dependsOn } of steps) {
    if (dependsOn.some((one) => behind.has(one))) {
      behind.add(key);
    }
  }
  behind.delete(step.key);
  const open = steps.filter(({ state }) => state === 'pending' || state === 'running');
  const behindIt = steps.filter(({ key }) => behind.has(key));
  return {
    amiss: behindIt.filter(({ state }) => state === 'failed' || state === 'warning'),
    leftOut: behindIt.filter(({ skipReason }) => skipReason?.kind === 'dependency'),
    held: behindIt.filter(({ state }) => state === 'pending'),
    goOn: open.filter(({ key }) => !behind.has(key)).length,
  };
}
