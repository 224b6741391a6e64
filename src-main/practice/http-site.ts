import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Server } from 'node:net';
import { AppError, toErrorRecord } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import { loopbackRefusal } from '../contract/loopback-request.ts';
import { createApi, sendJson } from './api.ts';
import type { PracticeDescription, PracticeState } from './description.ts';
import { journalRequest, readJournal } from './journal.ts';
import { readJsonBody } from './json-body.ts';
import { practicePlanSchema, type PracticePlan } from './plan.ts';
import type { Certificate } from './self-signed.ts';
import type { PracticeWorld } from './world.ts';

/** What the practice's own pages need of the site. */
export interface SitePages {
  attach(plan: PracticePlan): Promise<void>;
  describe(): PracticeDescription;
  state(): PracticeState;
}

async function attachFrom(
  request: IncomingMessage,
  pages: SitePages,
): Promise<{ status: number; body: Json }> {
  const received = await readJsonBody(request);
  const parsed = practicePlanSchema.safeParse(received.kind === 'body' ? received.body : undefined);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'body');
    const message = `the plan cannot be attached; not valid: ${fields.join(', ')}`;
    return {
      status: 400,
      body: { error: { code: 'INPUT_INVALID', category: 'invalid', message, data: { fields } } },
    };
  }
  await pages.attach(parsed.data);
  return { status: 200, body: asJson(pages.describe()) };
}

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** The pages under /practice: never in the journal, without a token, on loopback only. */
function createPages(world: PracticeWorld, pages: SitePages) {
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    switch (`${request.method ?? ''} ${path}`) {
      case 'GET /practice/site':
        sendJson(response, 200, asJson(pages.describe()));
        return;
      case 'GET /practice/state':
        sendJson(response, 200, asJson(pages.state()));
        return;
      case 'GET /practice/journal':
        sendJson(response, 200, readJournal(world));
        return;
      case 'POST /practice/attach': {
        const { status, body } = await attachFrom(request, pages);
        sendJson(response, status, body);
        return;
      }
      default:
        sendJson(response, 404, {
          error: { code: 'API_NOT_FOUND', category: 'notFound', message: `no page ${path}`, data: {} },
        });
    }
  };
}

/** Something threw: nothing was committed, so the answer says so, and the request still stands in the journal. */
function fail(
  world: PracticeWorld,
  exchange: { request: IncomingMessage; response: ServerResponse },
  thrown: unknown,
): void {
  const { request, response } = exchange;
  if (!world.store.isOpen() || response.headersSent) {
    request.socket.destroy();
    return;
  }
  process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
  const { message } = toErrorRecord(thrown);
  const { pathname, search } = new URL(request.url ?? '/', 'http://practice');
  if (pathname.startsWith('/api/') && request.method !== 'GET') {
    const entry = { method: request.method ?? '', path: pathname, query: search.slice(1) };
    journalRequest(world, entry, { status: 500, resource: null });
  }
  sendJson(response, 500, { ec: 'EINTERNAL', error: { msg: message }, data: {} });
}

/** Its pages hold the operator's password: another site's name or page gets nothing of it, whatever port it came by. */
function refuseStranger(response: ServerResponse): void {
  const { code, category, message } = toErrorRecord(
    new AppError('ORIGIN_REFUSED', {
      zh: '演练环境只接受本机的请求；请使用 practice 打印的地址。',
      en: 'The practice site serves this computer only, under its own address. Use the address printed by practice.',
    }),
  );
  response.setHeader('connection', 'close');
  response.once('finish', () => response.req.socket.destroySoon());
  sendJson(response, 403, { error: { code, category, message, data: {} } });
}

/** Node sends the right time by itself; another one, or none, only when so ordered. */
function setDate({ faults, clock }: PracticeWorld, response: ServerResponse): void {
  const off = faults.find('clockOff')?.values;
  if (faults.has('clockMissing')) {
    response.sendDate = false;
  } else if (off !== undefined) {
    const offsetMs = Number(off['seconds']) * (off['way'] === 'ahead' ? 1000 : -1000);
    response.setHeader('date', new Date(clock.now() + offsetMs).toUTCString());
  }
}

/** A connection kept by a client that thinks about its next step; long enough that it is not closed under its hands. */
const keepAliveMs = 65_000;

/** The server of the SmartX API and the practice's own pages, not listening yet. */
export function createHttpSite(
  world: PracticeWorld,
  pages: SitePages,
  options: { readonly certificate: Certificate | null; readonly stopped: AbortSignal },
): Server {
  const api = createApi(world, options.stopped);
  const served = { scheme: options.certificate === null ? 'http' : 'https', port: null } as const;
  const showPage = createPages(world, pages);
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    if (loopbackRefusal(request.rawHeaders, served) !== null) {
      refuseStranger(response);
      return;
    }
    const url = URL.parse(request.url ?? '/', 'http://practice') ?? new URL('http://practice/');
    const isPage = url.pathname.startsWith('/practice/');
    setDate(world, response);
    const answered = isPage ? showPage(request, response, url.pathname) : api(request, response, url);
    answered
      .catch((thrown: unknown) => {
        // Being stopped is no failure of the request: it leaves no trace, as with a kill.
        if (options.stopped.aborted) {
          request.socket.destroy();
        } else {
          fail(world, { request, response }, thrown);
        }
      })
      .catch((thrown: unknown) => {
        process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
        request.socket.destroy();
      });
  };
  const { certificate } = options;
  const server =
    certificate === null
      ? createHttpServer(handle)
      : createHttpsServer({ key: certificate.key, cert: certificate.certificate }, handle);
  server.keepAliveTimeout = keepAliveMs;
  server.requestTimeout = 0;
  return server;
}
