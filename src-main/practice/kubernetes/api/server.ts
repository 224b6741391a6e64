/** The HTTPS server of the practice Kubernetes: who asks, what is broken on purpose, and where each request goes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { parse } from 'yaml';
import type { Certificate } from '../../self-signed.ts';
import { isTree } from '../object.ts';
import { ApiRefusal, badRequest, methodNotAllowed, noSuchPath, unauthorized } from '../refusals.ts';
import { kinds } from '../resources.ts';
import type { KubernetesWorld } from '../world.ts';
import { requireAccess, review } from './access.ts';
import type { ApiAnswer, ApiCall } from './call.ts';
import { createObjectFrom, patchObject, removeObject, removeObjects, updateObject } from './changing.ts';
import { discover, openApi, versionAnswer } from './discovery.ts';
import { refuseAsOrdered } from './ordered-refusals.ts';
import { sendPodLog } from './pod-logs.ts';
import { fromProtobuf, isProtobuf } from './protobuf.ts';
import { getObject, listObjects } from './reading.ts';
import { answerSubresource } from './subresources.ts';
import { targetOf } from './target.ts';
import { watchObjects } from './watching.ts';

export interface ApiServerParts {
  readonly world: KubernetesWorld;
  readonly certificate: Certificate;
  /** Whether this bearer token is the one of the kubeconfig. */
  readonly isToken: (token: string) => boolean;
  /** What has changed is on disk when it returns. */
  readonly flush: () => void;
}

const longestBodyBytes = 3_145_728;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let lengthBytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    lengthBytes += piece.length;
    if (lengthBytes > longestBodyBytes) {
      throw new ApiRefusal(413, 'RequestEntityTooLarge', {
        message: `Request entity too large: limit is ${longestBodyBytes}`,
      });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function parsed(body: Buffer, { headers }: IncomingMessage): unknown {
  if (body.length === 0) {
    return undefined;
  }
  if (isProtobuf(body)) {
    return fromProtobuf(body);
  }
  const text = body.toString('utf8');
  const isYaml = (headers['content-type'] ?? '').includes('yaml');
  try {
    return isYaml ? parse(text) : JSON.parse(text);
  } catch (thrown) {
    throw badRequest(`error decoding the body: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function send(response: ServerResponse, { code, body }: ApiAnswer, contentType = 'application/json'): void {
  const bytes = Buffer.from(JSON.stringify(body), 'utf8');
  response.writeHead(code, {
    'content-type': contentType,
    'cache-control': 'no-cache, private',
    'content-length': bytes.length,
  });
  response.end(bytes);
}

function refuse(response: ServerResponse, thrown: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const isOurs = thrown instanceof ApiRefusal;
  if (!isOurs) {
    process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
  }
  const refusal = isOurs
    ? thrown
    : new ApiRefusal(500, 'InternalError', { message: `Internal error occurred: ${String(thrown)}` });
  const { status } = refusal;
  if (status.code === 429) {
    response.setHeader('retry-after', String(status.details?.retryAfterSeconds ?? 1));
  }
  send(response, { code: status.code, body: status });
}

/** Answers that are the same whatever there is. */
function fixedAnswer(path: string): ApiAnswer | string | null {
  if (path === '/openapi/v2') {
    // As protobuf this is a document without kinds, by which kubectl lets everything pass.
    return '';
  }
  if (path === '/version' || path === '/version/') {
    return { code: 200, body: versionAnswer };
  }
  if (['/healthz', '/readyz', '/livez'].includes(path)) {
    return 'ok';
  }
  const described = openApi(path);
  return described === null ? null : { code: 200, body: described };
}

function answerCollection(call: ApiCall): ApiAnswer {
  switch (call.method) {
    case 'GET':
      return listObjects(call);
    case 'POST':
      return { code: 201, body: createObjectFrom(call) };
    case 'DELETE':
      return removeObjects(call);
    default:
      throw methodNotAllowed();
  }
}

function answerObject(call: ApiCall): ApiAnswer {
  switch (call.method) {
    case 'GET':
      return getObject(call);
    case 'PUT':
      return updateObject(call);
    case 'PATCH':
      return patchObject(call);
    case 'DELETE':
      return removeObject(call);
    default:
      throw methodNotAllowed();
  }
}

function answer(call: ApiCall): ApiAnswer {
  const { name, subresource, resource } = call.target;
  if (name === null) {
    return answerCollection(call);
  }
  if (subresource === null || (subresource === 'status' && resource.hasStatus && call.method !== 'DELETE')) {
    return answerObject(call);
  }
  return answerSubresource(call);
}

/** The server, not listening yet. */
export function createApiServer({ world, certificate, isToken, flush }: ApiServerParts): Server {
  const requireUser = ({ headers }: IncomingMessage): void => {
    const [, token] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
    if (token === undefined || !isToken(token)) {
      throw unauthorized();
    }
  };

  const answerObjects = (call: ApiCall, response: ServerResponse): void => {
    const { target, query, method } = call;
    requireAccess(world, call);
    refuseAsOrdered(call);
    if (target.resource === kinds.pods && target.subresource === 'log' && method === 'GET') {
      sendPodLog(call, response);
      return;
    }
    if (method === 'GET' && ['true', '1'].includes(query.get('watch') ?? '')) {
      watchObjects(call, response);
      return;
    }
    const answered = answer(call);
    if (method !== 'GET') {
      flush();
    }
    send(response, answered);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? '/', 'https://practice') ?? new URL('https://practice/');
    const { method = 'GET', headers } = request;
    const body = await bodyOf(request);
    requireUser(request);
    const fixed = method === 'GET' ? fixedAnswer(url.pathname) : null;
    if (typeof fixed === 'string') {
      response.end(fixed);
      return;
    }
    const found = fixed ?? reviewed(world, { method, path: url.pathname, body: () => parsed(body, request) });
    if (found !== null) {
      send(response, found);
      return;
    }
    const discovered = method === 'GET' ? discover(url.pathname, headers.accept ?? '') : null;
    if (discovered !== null) {
      send(response, { code: 200, body: discovered.body }, discovered.contentType);
      return;
    }
    const target = targetOf(url.pathname);
    if (target === null) {
      throw noSuchPath();
    }
    answerObjects(
      { world, method, target, query: url.searchParams, headers, body: parsed(body, request) },
      response,
    );
  };

  const server = createServer(
    { key: certificate.key, cert: certificate.certificate },
    (request, response) => {
      handle(request, response).catch((thrown: unknown) => refuse(response, thrown));
    },
  );
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 0;
  return server;
}

function reviewed(
  world: KubernetesWorld,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: () => unknown },
): ApiAnswer | null {
  if (method !== 'POST' || !path.includes('review')) {
    return null;
  }
  const asked = body();
  const answered = review(world, path, isTree(asked) ? asked : {});
  return answered === null ? null : { code: 201, body: answered };
}
