import type { CellReference } from '../../contract/site-plan.ts';
import type { Field } from './field.ts';

/** Collects, while the plan is put together, where each value came from and the secrets apart from it. */
export interface PlanRecorder {
  readonly origins: Record<string, CellReference>;
  readonly secrets: Map<string, string>;
  /** The value, null for an empty cell. Its cell is recorded either way: a correction has to know where to go. */
  value(path: string, field: Field | null): string | null;
  /** As {@link value} for what the plan cannot do without. */
  required(path: string, field: Field | null, otherwise: string): string;
  /** A mark when there is a password, null otherwise. The password itself goes to `secrets`. */
  secret(path: string, field: Field | null): { readonly secret: true } | null;
  origin(path: string, field: Field | null): void;
}

export function createPlanRecorder(): PlanRecorder {
  const origins: Record<string, CellReference> = {};
  const secrets = new Map<string, string>();
  const origin: PlanRecorder['origin'] = (path, field) => {
    if (field?.isLocated === true) {
      origins[path] = field.at;
    }
  };
  const value: PlanRecorder['value'] = (path, field) => {
    origin(path, field);
    return field === null || field.text === '' ? null : field.text;
  };
  return {
    origins,
    secrets,
    origin,
    value,
    required: (path, field, otherwise) => value(path, field) ?? otherwise,
    secret: (path, field) => {
      origin(path, field);
      if (field === null || (field.text === '' && field.kind !== 'secret')) {
        return null;
      }
      if (field.text !== '') {
        secrets.set(path, field.text);
      }
      return { secret: true };
    },
  };
}
