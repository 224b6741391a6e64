import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  openApiConnection,
  type ApiAccess,
  type ApiConnection,
} from '../../src-main/adapters/kubernetes/api-connection.ts';

export interface StandInRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface KubernetesStandIn extends AsyncDisposable {
  readonly url: string;
  /** Everything that arrived, in order. */
  readonly requests: readonly StandInRequest[];
  connect(changes?: Partial<ApiAccess>): ApiConnection;
}

export type Answering = (request: StandInRequest, response: ServerResponse) => void;

/** Something that speaks HTTP like an API server and says what a test wants it to. */
export async function startKubernetesStandIn(
  answering: Answering,
  tls?: { readonly key: string; readonly certificate: string },
): Promise<KubernetesStandIn> {
  const requests: StandInRequest[] = [];
  const connections: ApiConnection[] = [];
  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(message.url ?? '/', 'http://stand-in');
    const pieces: Buffer[] = [];
    message.on('data', (piece: Buffer) => pieces.push(piece));
    message.on('end', () => {
      const request: StandInRequest = {
        method: message.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: message.headers,
        body: Buffer.concat(pieces).toString('utf8'),
      };
      requests.push(request);
      answering(request, response);
    });
  };
  const server =
    tls === undefined
      ? createHttpServer(listener)
      : createHttpsServer({ key: tls.key, cert: tls.certificate }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    connect(changes = {}) {
      const connection = openApiConnection({
        server: url,
        certificateAuthority: null,
        isInsecure: false,
        tlsServerName: null,
        client: null,
        proxyUrl: null,
        authorization: async () => 'Bearer Hush-4711',
        ...changes,
      });
      connections.push(connection);
      return connection;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(connections.map((each) => each.close()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** One line of a watch. */
export const eventLine = (type: string, object: unknown): string => `${JSON.stringify({ type, object })}\n`;

export const configMap = (name: string, resourceVersion: string, uid = `uid-${name}`): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', uid, resourceVersion, managedFields: [{ manager: 'x' }] },
});

export const failure = (
  ...[code, reason, message, details = {}]: readonly [number, string, string, object?]
): object => ({
  apiVersion: 'v1',
  kind: 'Status',
  status: 'Failure',
  code,
  reason,
  message,
  details,
});
