import { createORPCClient, mapEventIterator, type ClientContext, type ClientLink } from '@orpc/client';
import { createRouterClient, type RouterClient } from '@orpc/server';
import { isIterator } from '../base.ts';
import type { CallContext } from '../context.ts';
import type { AppRouter } from '../router.ts';
import { fromWire } from './wire-errors.ts';

/** Every procedure as a function; failures are AppErrors, over whichever transport. */
export type AppClient = RouterClient<AppRouter>;

/** A typed client over any link of the RPC library. */
export function createClient(link: ClientLink<ClientContext>): AppClient {
  return createORPCClient<AppClient>({
    async call(path, input, options) {
      const translated = (thrown: unknown): Error => fromWire(thrown, options.signal);
      try {
        const output = await link.call(path, input, options);
        if (!isIterator(output)) {
          return output;
        }
        return mapEventIterator(output, {
          value: async (value: unknown) => value,
          error: async (thrown) => translated(thrown),
        });
      } catch (thrown) {
        throw translated(thrown);
      }
    },
  });
}

type Callable = (input: unknown, options: { signal?: AbortSignal | undefined }) => Promise<unknown>;

/** The same client without a wire, for the process that owns the home. */
export function createInProcessClient(router: AppRouter, context: CallContext): AppClient {
  const direct: unknown = createRouterClient(router, { context });
  return createClient({
    async call(path, input, { signal }) {
      const called = path.reduce((node, segment) => (node as Record<string, unknown>)[segment], direct);
      return (called as Callable)(input, { signal });
    },
  });
}
