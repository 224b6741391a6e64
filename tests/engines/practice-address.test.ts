import { configureOrder } from '../../src-main/contract/configure-order.ts';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { Site } from '../../src-main/contract/configure.ts';
import { openScene } from '../support/configure-scene.ts';
import { personAt } from './person.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface Stranger {
  readonly url: string;
  /** `GET /practice/site`, in their order. */
  readonly received: readonly string[];
}

/** Something at an address that is no practice site. */
async function openStranger(answer: Answer, port = 0): Promise<Stranger> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.setHeader('connection', 'close');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, received };
}

const strangers: readonly { readonly what: string; readonly answer: Answer }[] = [
  { what: 'a web page', answer: (_, response) => response.end('<html>') },
  { what: 'another JSON service', answer: (_, response) => response.end('{"practice":"yes"}') },
  { what: 'JSON that is no object', answer: (_, response) => response.end('null') },
  { what: 'one that fails', answer: (_, response) => response.writeHead(500).end('{"practice":true}') },
];

it.each(strangers)('is only looked at when it is $what: no run is made', async ({ answer }) => {
  const [scene, stranger] = [await openScene(), await openStranger(answer)];
  const { client, request } = personAt(scene);
  const order = request({ site: { kind: 'practice', url: stranger.url } });
  const refused = {
    code: 'PRACTICE_UNREACHABLE',
    message: expect.stringContaining(stranger.url) as string,
    text: { zh: expect.stringContaining(stranger.url) as string },
  };
  await expect(client.runs.start({ ...configureOrder(order), confirmed: true })).rejects.toMatchObject(
    refused,
  );
  await expect(client.runs.preview(configureOrder(order))).rejects.toMatchObject(refused);
  await expect(client.runs.preflight(configureOrder(order))).rejects.toMatchObject(refused);
  await expect(client.configure.pairing(order)).rejects.toMatchObject(refused);
  expect(stranger.received).toEqual(Array(4).fill('GET /practice/site'));
  expect((await client.runs.list()).runs).toEqual([]);
});

it('is not followed to where it points, and nothing is sent to either', async () => {
  const scene = await openScene();
  const practice = scene.site().url;
  const stranger = await openStranger((request, response) => {
    response.writeHead(307, { location: `${practice}${request.url ?? ''}` }).end();
  });
  const { client, request } = personAt(scene);
  const order = request({ site: { kind: 'practice', url: stranger.url } });
  await expect(client.runs.start({ ...configureOrder(order), confirmed: true })).rejects.toMatchObject({
    code: 'PRACTICE_UNREACHABLE',
  });
  await expect(client.configure.pairing(order)).rejects.toMatchObject({ code: 'PRACTICE_UNREACHABLE' });
  expect(stranger.received).toEqual(Array(2).fill('GET /practice/site'));
  expect(scene.site().describe().hosts).toEqual([]);
});

it('is looked at again when a run goes on: what answers there now is not configured', async () => {
  const scene = await openScene({ faults: ['job:kind=dns:fail'] });
  const person = personAt(scene);
  const run = await person.configure({ only: ['dns'] });
  const port = Number(new URL(scene.site().url).port);
  await scene.site().close();
  const stranger = await openStranger((_, response) => response.end('{}'), port);
  await person.client.runs.retry({ run: run.id, steps: null, edits: [], secrets: [] });
  const waiting = await person.client.runs.settled({ run: run.id });
  expect(waiting.state).toBe('waiting');
  expect(waiting.waiting?.question).toMatchObject({
    zh: expect.stringContaining(stranger.url) as string,
    en: expect.stringContaining(stranger.url) as string,
  });
  expect(new Set(stranger.received)).toEqual(new Set(['GET /practice/site']));
});

it('where nobody listens is named', async () => {
  const scene = await openScene();
  const url = scene.site().url;
  const { client, request } = personAt(scene);
  const order = request();
  await scene.site().close();
  await expect(client.runs.start({ ...configureOrder(order), confirmed: true })).rejects.toMatchObject({
    code: 'PRACTICE_UNREACHABLE',
    message: expect.stringContaining(url) as string,
  });
});

it.each<Site>([
  { kind: 'practice', url: 'http://operator:S3cretInUrl99@127.0.0.1:1' },
  { kind: 'real', baseUrl: 'https://operator:S3cretInUrl99@127.0.0.1:1/x?y', allowHttp: false },
])('that is more than an address is refused before anything is read or kept: $kind', async (site) => {
  const scene = await openScene();
  const { client, request } = personAt(scene);
  const order = request({ site });
  const refused = { code: 'INPUT_INVALID', message: expect.not.stringContaining('S3cret') as string };
  await expect(client.runs.start({ ...configureOrder(order), confirmed: true })).rejects.toMatchObject(
    refused,
  );
  await expect(client.runs.preview(configureOrder(order))).rejects.toMatchObject(refused);
  await expect(client.runs.preflight(configureOrder(order))).rejects.toMatchObject(refused);
  await expect(client.configure.pairing(order)).rejects.toMatchObject(refused);
  expect([(await client.runs.list()).runs, await client.imports.list()]).toEqual([[], []]);
});
