import { randomUUID } from 'node:crypto';
import { AsyncIteratorClass, mapEventIterator } from '@orpc/client';
import {
  os,
  type DecoratedProcedure,
  type ErrorMap,
  type InferSchemaInput,
  type Meta,
  type Schema,
} from '@orpc/server';
import { z } from 'zod';
import type { Call, CallContext } from './context.ts';
import { isAppError } from '../contract/errors.ts';
import { callCanceled, crossing } from './wire/wire-errors.ts';

/** Whether an output is a stream. */
export const isIterator = (value: unknown): value is AsyncIterator<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value;

/**
 * Every procedure starts here. The one middleware is the only place where errors are made ready to cross: it stands
 * outside the checks of input and output, and inside every transport.
 */
export const procedure = os.$context<CallContext>().use(async ({ context, path, signal, next }) => {
  // What a call throws once its caller has gone is the echo of that, and nobody's bug.
  const cross = (thrown: unknown): Error =>
    signal?.aborted === true && !isAppError(thrown)
      ? crossing(callCanceled(), unforeseen)
      : crossing(thrown, unforeseen);
  const unforeseen = (thrown: unknown): string => {
    const reference = randomUUID();
    context.report({ reference, procedure: path.join('.'), thrown });
    return reference;
  };
  try {
    const result = await next();
    if (!isIterator(result.output)) {
      return result;
    }
    const output: unknown = mapEventIterator(result.output, {
      value: async (value: unknown) => value,
      error: async (thrown) => cross(thrown),
    });
    return { ...result, output: output as typeof result.output };
  } catch (thrown) {
    throw cross(thrown);
  }
});

/** What a procedure takes and returns; see {@link asked}. */
export type Asked<
  I extends Schema<unknown, unknown>,
  O extends Schema<unknown, unknown>,
> = DecoratedProcedure<CallContext, CallContext, I, O, ErrorMap, Meta>;

/**
 * A procedure whose work the application does under the same path. Its type is what the application has to offer there
 * (`application.ts`), so that nothing about it is written twice.
 */
export function asked<I extends Schema<unknown, unknown>, O extends Schema<unknown, unknown>>(
  input: I,
  output: O,
): Asked<I, O> {
  return procedure
    .input(input)
    .output(output)
    .handler(async ({ context, path, input: given, signal }) => {
      const { caller, grants } = context;
      const call: Call = { caller, grants, signal: signalOf(signal) };
      return (await workAt(context.application, path)(given, call)) as InferSchemaInput<O>;
    });
}

type Work = (input: unknown, call: Call) => unknown;
type Tree = Readonly<Record<string, unknown>>;

/** The application's function for a procedure. */
function workAt(application: object, path: readonly string[]): Work {
  const found = path.reduce<unknown>((node, name) => (node as Tree)[name], application);
  return found as Work;
}

/** Calls without arguments take nothing or an empty object. */
export const nothing = z.object({}).optional();

/**
 * A stream that ends in the source when its reader stops, also while the reader waits: `return` of a plain generator
 * would queue behind the read in flight.
 */
export function endingWithReader<T>(
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncIteratorClass<T, undefined, void> {
  const stopped = new AbortController();
  const either = signal === undefined ? stopped.signal : AbortSignal.any([signal, stopped.signal]);
  const source = start(either)[Symbol.asyncIterator]();
  return new AsyncIteratorClass<T, undefined, void>(
    async () => {
      const read = await source.next();
      return read.done === true ? { done: true, value: undefined } : { done: false, value: read.value };
    },
    async () => {
      stopped.abort();
      await source.return?.();
    },
  );
}

/** Calls that wait are always given a signal, even where the transport has none. */
export const signalOf = (signal: AbortSignal | undefined): AbortSignal =>
  signal ?? new AbortController().signal;
