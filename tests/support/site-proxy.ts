import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

interface Between {
  readonly onRequest?: (method: string, path: string) => void;
  /** What the answer's body becomes. */
  readonly rewrite?: (path: string, body: string) => string;
}

/** Stands before a site; answers the address under which it does. Gone when the test has finished. */
export async function openProxy(siteUrl: string, { onRequest, rewrite }: Between): Promise<string> {
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method = 'GET', url = '/', headers } = incoming;
    onRequest?.(method, url);
    const onward = sendRequest(new URL(url, siteUrl), { method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const body = Buffer.concat(parts).toString('utf8');
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
