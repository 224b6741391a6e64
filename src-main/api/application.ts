import type { InferSchemaInput, InferSchemaOutput } from '@orpc/server';
import type { Asked } from './base.ts';
import type { Call } from './context.ts';
import type { AppRouter } from './router.ts';

/** Lists may be ones that nobody else may change: they only cross the wire. */
type Returned<T> = T extends readonly (infer Row)[] ? readonly Row[] : T;

type Work<Procedure> =
  Procedure extends Asked<infer I, infer O>
    ? (
        input: InferSchemaOutput<I>,
        call: Call,
      ) => Returned<InferSchemaInput<O>> | Promise<Returned<InferSchemaInput<O>>>
    : never;

/** What does the work of one room of the router: a function for each of its procedures, under the same name. */
export type Room<Procedures> = { readonly [Name in keyof Procedures]: Work<Procedures[Name]> };

/**
 * What stands behind the router. The owner's services implement it; an attached host has the same router on the other
 * side of a wire and never this. Its type follows from the router: a procedure is declared once, and done once.
 */
export type Application = { readonly [Name in keyof AppRouter]: Room<AppRouter[Name]> };
