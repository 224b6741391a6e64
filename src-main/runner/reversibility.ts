/** Whether a change can be taken back: what was there before decides it, not the kind of step alone. */
import type { Json } from '../contract/json.ts';
import type { Text } from '../contract/text.ts';
import type { StepDefinition, Undo } from './definition.ts';
import { irreversible } from './sentences.ts';

export interface MadeChange {
  /** What the step last meant to do; null where nothing was committed. */
  readonly intent: Json | null;
  readonly output: Json | null;
  /** It did not come to its end: what it made has to be found first. */
  readonly isLeftOpen: boolean;
}

/** Why the change that is meant cannot be taken back; null when it can, as far as can be told beforehand. */
export function whyFinal<World>(undo: StepDefinition<World>['undo'], intent: Json | null): Text | null {
  if (undo === 'none') {
    return irreversible.kind;
  }
  return intent === null ? null : (undo.impossible?.(intent) ?? null);
}

type Undoable<World> = Pick<StepDefinition<World>, 'undo' | 'intent'>;

/** Why a change that was made cannot be taken back; null when it can, or when only its undo will be able to tell. */
export function whyStays<World>(
  { undo, intent: schema }: Undoable<World>,
  { intent, output, isLeftOpen }: MadeChange,
): Text | null {
  if (undo === 'none') {
    return irreversible.kind;
  }
  const final = whyFinal(undo, schema.safeParse(intent).data ?? null);
  if (final !== null) {
    return final;
  }
  if (isLeftOpen) {
    return undo.find === undefined ? irreversible.leftOpen : null;
  }
  // A person took it for done: it is not known which object was made.
  return output === null ? irreversible.unknown : null;
}

/** How to take a change back that was made; null when it stays. */
export function wayBack<World>(definition: Undoable<World>, made: MadeChange): Undo<World> | null {
  const { undo } = definition;
  return undo === 'none' || whyStays(definition, made) !== null ? null : undo;
}
