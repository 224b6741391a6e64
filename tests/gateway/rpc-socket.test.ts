import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { router } from '../../src-main/api/router.ts';
import { createSocketService } from '../../src-main/hosts/owner/rpc-socket.ts';
import { createContexts } from '../support/call-context.ts';
import { createFakeApplication } from '../support/fake-application.ts';

/** A connection whose other side takes a message only when it is told to. */
class SlowSocket extends EventEmitter {
  readonly waiting: (() => void)[] = [];

  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.on(type, listener);
  }

  send(_message: string, sent: () => void): void {
    this.waiting.push(sent);
  }

  close(): void {
    this.emit('close');
  }

  terminate(): void {
    this.emit('close');
  }
}

async function turns(): Promise<void> {
  for (let count = 0; count < 50; count += 1) {
    await turn();
  }
}

it('a stream is read no faster than its follower takes it', async () => {
  const application = createFakeApplication({ batches: 1_000 });
  const { contextFor } = createContexts(application);
  const socket = new SlowSocket();
  createSocketService(router)(
    socket as unknown as WebSocket,
    contextFor({ kind: 'gateway', by: 'engineer' }),
  );
  const request = { i: '1', p: { u: '/feed/changes', b: { json: { topic: 'index', cursor: null } } } };
  socket.emit('message', { data: JSON.stringify(request) });
  for (let taken = 0; taken < 5; taken += 1) {
    await turns();
    expect([socket.waiting.length, application.batchesRead() <= taken]).toEqual([1, true]);
    socket.waiting.shift()?.();
  }
  socket.terminate();
  socket.waiting.shift()?.();
  await application.feedEnded;
});
