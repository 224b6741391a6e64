import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Json } from '../contract/json.ts';
import { bodyOf, refused, type Answer } from './answers.ts';
import { deploymentRoutes } from './deployment.ts';
import { ipmiRoutes } from './ipmi.ts';
import { jobRoutes, settleJobs } from './jobs.ts';
import { journalRequest } from './journal.ts';
import { licenseRoutes } from './license.ts';
import { readJsonBody } from './json-body.ts';
import { findRoute, type Call, type Received, type Route, type RouteFound } from './routes.ts';
import { checkToken, sessionRoutes } from './sessions.ts';
import { settingRoutes } from './settings.ts';
import { imageRoutes } from './svt-images.ts';
import { vdsRoutes } from './vds.ts';
import { vlanRoutes } from './vlans.ts';
import type { PracticeWorld } from './world.ts';

const routes: readonly Route[] = [
  ...deploymentRoutes,
  ...sessionRoutes,
  ...settingRoutes,
  ...jobRoutes,
  ...ipmiRoutes,
  ...vdsRoutes,
  ...vlanRoutes,
  ...imageRoutes,
  ...licenseRoutes,
];

/** Sends JSON with its length, so that a torn answer is seen as torn. */
export function sendJson(response: ServerResponse, status: number, body: Json): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
  });
  response.end(bytes);
}

/** A refusal that comes before the route has a say: the request is counted, and some counts are ordered to fail. */
function orderedRefusal(world: PracticeWorld): Answer | null {
  const http = world.faults.find('httpStatus')?.values;
  if (http !== undefined && world.faults.count('http') % Number(http['every']) === 0) {
    return refused(Number(http['status']), 'EUNAVAILABLE', 'the service does not answer now');
  }
  const code = world.faults.find('errorCode')?.values;
  if (code !== undefined && world.faults.count('ec') % Number(code['every']) === 0) {
    return refused(200, code['code'] ?? '', 'the request was not carried out');
  }
  return null;
}

function routeRefusal(world: PracticeWorld, found: RouteFound, token: string | undefined): Answer | null {
  const ordered = orderedRefusal(world);
  if (ordered !== null) {
    return ordered;
  }
  if (found.kind === 'nothing') {
    return refused(404, 'ENOT_FOUND', 'there is no such call');
  }
  if (found.kind === 'path') {
    return refused(405, 'EMETHOD_NOT_ALLOWED', 'this call has other methods');
  }
  return found.route.open?.(world) === true ? null : checkToken(world, token);
}

/** Reads what is left of a body nobody wants, so that a client that is still sending gets the answer. */
function drain(request: IncomingMessage): Promise<Received> {
  return new Promise((resolve) => {
    request.on('end', () => resolve({ kind: 'body', body: null }));
    request.on('error', () => resolve({ kind: 'torn' }));
    request.on('close', () => resolve({ kind: 'torn' }));
    request.resume();
  });
}

function tokenOf(request: IncomingMessage): string | undefined {
  const token = request.headers['x-smartx-token'];
  return Array.isArray(token) ? token[0] : token;
}

/** A real cluster takes a while for what this one does at once. */
async function takeTime(
  { pace }: PracticeWorld,
  {
    found,
    method,
    received,
  }: { readonly found: RouteFound; readonly method: string; readonly received: Received },
  stopped: AbortSignal,
): Promise<void> {
  if (received.kind === 'torn') {
    return;
  }
  const answerMs = found.kind === 'route' ? pace.answerMs(method, found.route.pattern) : 0;
  if (answerMs > 0) {
    await wait(answerMs, undefined, { signal: stopped });
  }
}

/** Answers requests to the SmartX API. A change and its journal row are one transaction, committed before the answer goes out. */
export function createApi(
  world: PracticeWorld,
  stopped: AbortSignal,
): (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> {
  return async (request, response, url) => {
    const slowMs = world.faults.find('slow')?.values['ms'];
    if (slowMs !== undefined) {
      await wait(Number(slowMs), undefined, { signal: stopped });
    }
    const method = request.method ?? 'GET';
    const found = findRoute(routes, method, url.pathname);
    const refusal = routeRefusal(world, found, tokenOf(request));
    const parts = found.kind === 'route' ? found.parts : {};
    const call: Call = { world, method, path: url.pathname, parts, query: url.searchParams, body: null };
    const receive =
      refusal === null && found.kind === 'route' ? (found.route.receive ?? readJsonBody) : drain;
    const received = await receive(request, call);
    const isLogin = found.kind === 'route' && found.route.unjournaled === true;
    const isJournaled = !isLogin && !['GET', 'HEAD', 'OPTIONS'].includes(method);
    const record = (status: number, resource: Answer['resource']): void => {
      const entry = { method, path: url.pathname, query: url.search.slice(1) };
      if (isJournaled) {
        journalRequest(world, entry, { status, resource });
      }
    };
    await takeTime(world, { found, method, received }, stopped);
    if (received.kind === 'torn') {
      if (world.store.isOpen()) {
        record(0, null);
      }
      return;
    }
    const answer = world.store.transaction(() => {
      settleJobs(world);
      const given =
        refusal ??
        (found.kind === 'route'
          ? found.route.handle({ ...call, body: received.body })
          : refused(404, 'ENOT_FOUND', ''));
      record(given.status, given.resource);
      return given;
    });
    sendJson(response, answer.status, bodyOf(answer, !world.faults.has('envelopeMissing')));
  };
}
