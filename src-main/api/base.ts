import { randomUUID } from 'node:crypto';
import { AsyncIteratorClass, mapEventIterator } from '@orpc/client';
import { os } from '@orpc/server';
import { z } from 'zod';
import type { CallContext } from './context.ts';
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
