import type { Application } from './application.ts';
import { endingWithReader, isIterator, procedure } from './base.ts';
import type { AppClient } from './client.ts';
import type { CallContext, Caller } from './context.ts';
import { createGrants } from './grants.ts';
import { router, type AppRouter } from './router.ts';

type Callable = (input: unknown, options: { signal: AbortSignal | undefined }) => Promise<unknown>;
type Tree = Readonly<Record<string, unknown>>;

const isProcedure = (node: unknown): boolean => typeof node === 'object' && node !== null && '~orpc' in node;

/** Passes a call on unread: the owner checks input, rights and output, and its errors pass back unchanged. */
const forward = (call: Callable): unknown =>
  procedure.handler(async ({ input, signal }) => {
    const output = await call(input, { signal });
    if (!isIterator(output)) {
      return output;
    }
    return endingWithReader(signal, () => ({ [Symbol.asyncIterator]: () => output }));
  });

function forwardAll(node: Tree, client: () => Tree): Tree {
  return Object.fromEntries(
    Object.entries(node).map(([name, child]) => {
      // Looked up at every call: the owner, and with it the client, may be another one by then.
      if (isProcedure(child)) {
        return [name, forward(async (...call) => (client()[name] as Callable)(...call))];
      }
      return [name, forwardAll(child as Tree, () => client()[name] as Tree)];
    }),
  );
}

/** The same router in a host that is attached to an owner: every call is made there, with the connection's rights. */
export function createForwardingRouter(client: () => AppClient): AppRouter {
  return forwardAll(router, client) as AppRouter;
}

/** The context of calls that are only passed on: nothing behind the router is here, and the owner keeps the grants. */
export function createForwardingContext(caller: Caller, report: CallContext['report']): CallContext {
  return { application: {} as Application, caller, grants: createGrants(), report };
}
