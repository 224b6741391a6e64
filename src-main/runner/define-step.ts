import type { z } from 'zod';
import type { Json } from '../contract/json.ts';
import type { Asked, OutputOf, QuestionOf, StepDefinition } from './definition.ts';

/**
 * Checks a step against its own schemas and forgets their types: the runner executes steps of all kinds. Only the schemas
 * say what an intent and an output are; everything else of the step has to agree with them.
 */
export const defineStep = <World, Intent extends Json, Output extends Json>(
  step: StepDefinition<World, NoInfer<Intent>, NoInfer<Output>> & {
    readonly intent: z.ZodType<Intent>;
    readonly output: z.ZodType<Output>;
  },
): StepDefinition<World> => step;

/** The key of a step with the form of its output: spread into the step's definition, and handed to `context.output`. */
export const outputOf = <Output extends Json>(key: string, output: z.ZodType<Output>): OutputOf<Output> => ({
  key,
  output,
});

/** The code of a question with the form of its facts: handed to `asking` and to `context.answer`. */
export const questionOf = <Facts extends Readonly<Record<string, Json>>>(
  code: string,
  facts: z.ZodType<Facts>,
): QuestionOf<Facts> => ({ code, facts });

/** A question of that kind, with its facts. */
export const asking = <Facts extends Readonly<Record<string, Json>>>(
  { code }: QuestionOf<Facts>,
  question: Omit<Asked, 'code' | 'facts'> & { readonly facts: NoInfer<Facts> },
): Asked => ({ ...question, code });
