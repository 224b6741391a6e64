import type { Question } from '../contract/run.ts';
import type { Asked, StepDefinition } from './definition.ts';
import { verbatim } from '../contract/text.ts';
import type { ScopePart, StepShape } from './model.ts';
import { requireRetryPolicy } from './retry-policy.ts';

type ScopePolicy = (path: readonly string[]) => Omit<ScopePart, 'key'>;

const goesOn: ScopePolicy = (path) => ({
  title: verbatim(path.at(-1) ?? ''),
  onFailure: 'go-on',
  isTolerated: false,
});

/** What is stored of a definition, with what its engine says of the scopes that it belongs to. */
export function shapeOf<World>(definition: StepDefinition<World>, policyOf: ScopePolicy = goesOn): StepShape {
  requireRetryPolicy(definition.retry);
  return {
    key: definition.key,
    title: definition.title,
    group: definition.group,
    dependsOn: definition.dependsOn,
    onFailure: definition.onFailure,
    pool: definition.pool ?? null,
    undo: definition.undo === 'none' ? 'none' : 'possible',
    // What somebody else runs is nothing to be settled by hand.
    mandatory: definition.mandatory ?? definition.observed !== undefined,
    expands: definition.expands ?? false,
    repeatable: definition.repeatable ?? false,
    watches: definition.watches ?? false,
    observed: definition.observed,
    undoes: definition.undoes,
    scope: definition.scope?.map((key, depth, path) => ({ ...policyOf(path.slice(0, depth + 1)), key })),
  };
}

/** A step's question, or with `null` the run's own, with an id that a step can have open only once. */
export function toQuestion(step: string | null, asked: Asked): Question {
  const { reason, code, text, facts, choices } = asked;
  return {
    id: `${step ?? 'run'}/${code}`,
    reason,
    code,
    text,
    choices: [...choices],
    ...(step === null ? {} : { step }),
    ...(facts === undefined ? {} : { facts: { ...facts } }),
  };
}
