import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { refused, type Answer } from './answers.ts';
import type { PracticeWorld } from './world.ts';

/** One API request, read completely. */
export interface Call {
  readonly world: PracticeWorld;
  readonly method: string;
  readonly path: string;
  /** Values of the `{name}` parts of the route's pattern. */
  readonly parts: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON, or what the route's own `receive` made of the body. */
  readonly body: unknown;
}

/** A body was read, or the connection ended before it was there. */
export type Received = { readonly kind: 'body'; readonly body: unknown } | { readonly kind: 'torn' };

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/api/v2/jobs/{id}` */
  readonly pattern: string;
  /** Answers without a session token. */
  readonly open?: (world: PracticeWorld) => boolean;
  /** Logging in is not a change. */
  readonly unjournaled?: true;
  /** Reads a body that is not JSON. */
  readonly receive?: (request: IncomingMessage, call: Call) => Promise<Received>;
  /** Runs inside the transaction that also writes the journal row; must not wait for anything. */
  readonly handle: (call: Call) => Answer;
}

/** A handler that gets its body checked; anything else is refused naming the fields, never their values. */
export function withBody<T>(schema: z.ZodType<T>, handle: (call: Call, body: T) => Answer): Route['handle'] {
  return (call) => {
    const parsed = schema.safeParse(call.body);
    if (parsed.success) {
      return handle(call, parsed.data);
    }
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'body');
    return refused(400, 'EINVALID_PARAMETER', `not valid: ${[...new Set(fields)].join(', ')}`);
  };
}

/** Wraps a read that may not exist on a real system: absent (404) when so ordered. */
export function readBack(what: string, handle: Route['handle']): Route['handle'] {
  return (call) =>
    call.world.faults.has('readBackMissing', { what })
      ? refused(404, 'ENOT_FOUND', `no such call: ${call.method} ${call.path}`)
      : handle(call);
}

function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) {
    return null;
  }
  const parts: Record<string, string> = {};
  for (const [index, piece] of wanted.entries()) {
    const text = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    if (name === undefined && piece !== text) {
      return null;
    }
    if (name !== undefined) {
      parts[name] = text;
    }
  }
  return parts;
}

export type RouteFound =
  | { readonly kind: 'route'; readonly route: Route; readonly parts: Readonly<Record<string, string>> }
  | { readonly kind: 'path' }
  | { readonly kind: 'nothing' };

/** `path` = the path exists with other methods only. Literal patterns win over patterns with parts. */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteFound {
  const candidates = routes
    .map((route) => ({ route, parts: match(route.pattern, path) }))
    .filter((candidate) => candidate.parts !== null)
    .sort((left, right) => Object.keys(left.parts ?? {}).length - Object.keys(right.parts ?? {}).length);
  const found = candidates.find((candidate) => candidate.route.method === method);
  if (found !== undefined) {
    return { kind: 'route', route: found.route, parts: found.parts ?? {} };
  }
  return { kind: candidates.length > 0 ? 'path' : 'nothing' };
}
