import type { IncomingMessage } from 'node:http';
import { AppError } from '../../contract/errors.ts';
import { acceptedLanguage } from './accept-language.ts';
import type { Admission } from './admission.ts';
import { matchPath, type PathParams } from './route-pattern.ts';
import type { Admitted, Exchange, OwnRoute, RequestRoute, Route, SocketRoute } from './route.ts';

type Row<R> = R & { readonly admission: Admitted; readonly segments: readonly string[] };

/** Every address there is: the gateway's own rows first, then those of engines. */
export interface RouteTable {
  readonly requests: readonly Row<RequestRoute>[];
  readonly sockets: readonly Row<SocketRoute>[];
}

export function createRouteTable(own: readonly OwnRoute[], rest: readonly Route[]): RouteTable {
  const engines = rest.map((route): OwnRoute => ({ ...route, admission: 'caller' }));
  const rows = [...own, ...engines].map((route) => ({ ...route, segments: route.pattern.split('/') }));
  return {
    requests: rows.filter((row) => 'handle' in row),
    sockets: rows.filter((row) => 'socket' in row),
  };
}

export interface Found<R> {
  readonly exchange: Exchange;
  /** Of this path; where none of them has the method, the one that tells so. Null: nothing is there. */
  readonly route: Row<R> | null;
  /** Methods of this path. */
  readonly allowed: readonly string[];
}

/** The row of a request. Decides nothing about who asks. */
export function findRoute<R extends Route>(
  rows: readonly Row<R>[],
  request: IncomingMessage,
  { client, signal }: Pick<Exchange, 'client' | 'signal'>,
): Found<R> {
  const [path = '', ...query] = (request.url ?? '').split('?');
  const segments = path.split('/');
  const fitting: { readonly row: Row<R>; readonly params: PathParams }[] = [];
  for (const row of rows) {
    const params = matchPath(row.segments, segments);
    if (params !== null) {
      fitting.push({ row, params });
    }
  }
  const { row = null, params = {} } =
    fitting.find((each) => each.row.method === request.method) ?? fitting[0] ?? {};
  const exchange = {
    request,
    path,
    params,
    query: new URLSearchParams(query.join('?')),
    language: acceptedLanguage(request.headers['accept-language']),
    client,
    signal,
  };
  return { exchange, route: row, allowed: fitting.map((each) => each.row.method) };
}

/** Throws unless who asks may. What nobody has a row for is for who may call, so that strangers learn of no address. */
export function admit<R>({ exchange: { request }, route }: Found<R>, admission: Admission): Admitted {
  admission.requireOurs(request);
  const needed = route?.admission ?? 'caller';
  if (needed === 'frame') {
    admission.requireFrame(request.headers);
  } else if (needed === 'caller') {
    admission.requireCaller(request.headers);
  }
  return needed;
}

/** Throws METHOD_NOT_ALLOWED where the row of a path is of other methods. */
export function requireMethod<R extends Route>({ exchange, allowed }: Found<R>): void {
  if (allowed.includes(exchange.request.method ?? '')) {
    return;
  }
  throw new AppError('METHOD_NOT_ALLOWED', {
    zh: `该地址只接受 ${allowed.join('、')} 请求。`,
    en: `This address accepts ${allowed.join(' and ')} requests only.`,
  });
}
