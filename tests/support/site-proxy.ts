import { once } from 'node:events';
import { createServer, request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';

interface Between {
  readonly onRequest?: (method: string, path: string) => void;
  /** What the answer's body becomes. */
  readonly rewrite?: (path: string, body: string) => string;
  /** What arrives instead of the site's answer to a request that the site has carried out; null for that answer. */
  readonly instead?: (request: { method: string; path: string; body: string }) => Instead | null;
}

/** `lost`: the connection breaks without an answer. */
export type Instead = 'lost' | { readonly status: number; readonly type: string; readonly body: string };

async function textOf(message: AsyncIterable<unknown>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of message) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Stands before a site; answers the address under which it does. Gone when the test has finished. */
export async function openProxy(siteUrl: string, between: Between): Promise<string> {
  const { onRequest, rewrite, instead } = between;
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method = 'GET', url = '/', headers } = incoming;
    onRequest?.(method, url);
    const sent = instead === undefined ? Promise.resolve('') : textOf(incoming.pipe(new PassThrough()));
    const onward = sendRequest(new URL(url, siteUrl), { method, headers }, (answer) => {
      void Promise.all([textOf(answer), sent]).then(([body, asked]) => {
        const other = instead?.({ method, path: url, body: asked }) ?? null;
        if (other === 'lost') {
          incoming.socket.destroy();
          return;
        }
        if (other !== null) {
          outgoing.writeHead(other.status, { 'content-type': other.type }).end(other.body);
          return;
        }
        delete answer.headers['content-length'];
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(rewrite?.(url, body) ?? body);
      });
    });
    incoming.pipe(onward);
  };
  const server = createServer(pass).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
