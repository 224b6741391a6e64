import type { Application } from '../../src-main/api/application.ts';
import type { Call, CallContext, Caller } from '../../src-main/api/context.ts';
import { createGrants, type Grants } from '../../src-main/api/grants.ts';
import { router } from '../../src-main/api/router.ts';
import { createInProcessClient, type AppClient } from '../../src-main/api/wire/client.ts';
import type { UnexpectedFailure } from '../../src-main/api/wire/wire-errors.ts';

export interface Contexts {
  readonly contextFor: (caller: Caller) => CallContext;
  /** What would have been logged. */
  readonly failures: readonly UnexpectedFailure[];
}

/** Contexts of one owner: the same application and grants for everybody who calls. */
export function createContexts(application: Application): Contexts {
  const grants = createGrants();
  const failures: UnexpectedFailure[] = [];
  const report = (failure: UnexpectedFailure): void => void failures.push(failure);
  return { failures, contextFor: (caller) => ({ application, caller, grants, report }) };
}

/** A person in the process of the application itself. Each client has grants of its own. */
export interface DirectClient {
  readonly client: AppClient;
  readonly grants: Grants;
}

export function clientOf(application: Application, by = 'engineer'): DirectClient {
  const context = createContexts(application).contextFor({ kind: 'in-process', by });
  return { client: createInProcessClient(router, context), grants: context.grants };
}

/** A call of somebody who waits for its end, for a part of the application that is called directly. */
export const callOf = (kind: Caller['kind'], by = 'engineer'): Call => ({
  caller: { kind, by },
  grants: createGrants(),
  signal: new AbortController().signal,
});
