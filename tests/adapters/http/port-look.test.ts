import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConnectionRules } from '../../../src-main/adapters/http/connection-rules.ts';
import { lookAtPort } from '../../../src-main/adapters/http/port-look.ts';
import { AppError, isAppError } from '../../../src-main/contract/errors.ts';

const { signal } = new AbortController();
const host = '127.0.0.1';

const rules: ConnectionRules = {
  site: 'lab',
  pins: { accepted: () => [] },
  allowHttp: false,
  allowedHosts: () => undefined,
};

/** A server that keeps what it was sent; `received` is the whole of the first connection. */
async function listen() {
  const received = Promise.withResolvers<string>();
  const server = createServer((socket) => {
    const pieces: Buffer[] = [];
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('error', () => undefined);
    socket.on('close', () => received.resolve(Buffer.concat(pieces).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const close = () => new Promise((resolve) => server.close(resolve));
  onTestFinished(async () => {
    await close();
  });
  return { port: (server.address() as AddressInfo).port, received: received.promise, close };
}

const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  const thrown: unknown = await asked.catch((error: unknown) => error);
  return isAppError(thrown) ? thrown.code : String(thrown);
};

describe('a look at a port', () => {
  it('finds it open, and sends nothing to it', async () => {
    const { port, received } = await listen();
    expect(await lookAtPort({ host, port }, rules, signal)).toBe('open');
    expect(await received).toBe('');
  });

  it('finds it refused when nobody listens there', async () => {
    const { port, close } = await listen();
    await close();
    expect(await lookAtPort({ host, port }, rules, signal)).toBe('refused');
  });

  it('asks the rules before it connects', async () => {
    const { port } = await listen();
    const allowedHosts = (): never => {
      throw new AppError('ADDRESS_NOT_ALLOWED', { zh: '不允许。', en: 'Not allowed.' });
    };
    const asked = lookAtPort({ host, port }, { ...rules, allowedHosts }, signal);
    expect(await codeOf(asked)).toBe('ADDRESS_NOT_ALLOWED');
  });
});
