import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between the product and a practice site: swallows an answer, so that a process can be killed then, or refuses a change in words of a test. */
export interface AnswerProxy {
  readonly url: string;
  /** Calls back instead of passing the answer on to the nth request that changes something, counted from 1. */
  swallowAnswer(number: number, instead: () => void): void;
  /** From now on every change at the path is refused by the site's own kind of error, with this message. */
  refuse(path: string, message: string): void;
  [Symbol.asyncDispose](): Promise<void>;
}

const loopback = '127.0.0.1';

function isChange({ method = 'GET', url = '' }: IncomingMessage): boolean {
  return method !== 'GET' && url.startsWith('/api/') && url !== '/api/v3/sessions';
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) {
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}

/** The site describes itself with its own address; whoever asks here has to come back here. */
function withAddress(body: Buffer, from: string, to: string): Buffer {
  return Buffer.from(body.toString().replaceAll(from, to));
}

export async function createAnswerProxy(siteUrl: string): Promise<AnswerProxy> {
  let changes = 0;
  let swallowed = { number: 0, instead: (): void => undefined };
  let refused: { path: string; message: string } | null = null;
  let url = '';

  function pass(asked: IncomingMessage, response: ServerResponse): void {
    const number = isChange(asked) ? (changes += 1) : 0;
    if (number > 0 && refused !== null && asked.url === refused.path) {
      asked.resume();
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ec: 'EINVALID', error: { msg: refused.message }, data: {} }));
      return;
    }
    const headers = { ...asked.headers, host: new URL(siteUrl).host };
    const onward = send(
      new URL(asked.url ?? '/', siteUrl),
      { method: asked.method ?? 'GET', headers },
      (answer) => {
        readBody(answer).then(
          (body) => {
            if (number > 0 && number === swallowed.number) {
              swallowed.instead();
              return;
            }
            const isPage = asked.url?.startsWith('/practice/') === true;
            const shown = isPage ? withAddress(body, siteUrl, url) : body;
            const type = answer.headers['content-type'] ?? 'application/json';
            response.writeHead(answer.statusCode ?? 502, {
              'content-type': type,
              'content-length': shown.length,
            });
            response.end(shown);
          },
          () => asked.socket.destroy(),
        );
      },
    );
    onward.on('error', () => asked.socket.destroy());
    asked.on('error', () => onward.destroy());
    asked.pipe(onward);
  }

  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, loopback, resolve));
  url = `http://${loopback}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    swallowAnswer(number, instead) {
      swallowed = { number: changes + number, instead };
    },
    refuse(path, message) {
      refused = { path, message };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
