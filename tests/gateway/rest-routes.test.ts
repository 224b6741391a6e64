import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { router } from '../../src-main/api/router.ts';
import { AppError } from '../../src-main/contract/errors.ts';
import { answerJson } from '../../src-main/hosts/gateway/answers.ts';
import { createGateway, type Gateway } from '../../src-main/hosts/gateway/gateway.ts';
import { withBody, type Route } from '../../src-main/hosts/gateway/route.ts';
import { createContexts, type Contexts } from '../support/call-context.ts';
import { createFakeApplication, type FakeApplication } from '../support/fake-application.ts';
import { send, upgrade, type RawAnswer, type RawRequest } from './raw-http.ts';

/** As another product tells its errors. */
const errorBody: NonNullable<Route['errorBody']> = ({ code, message, category }) => ({
  status: category === 'conflict' ? 400 : 404,
  body: { errorCode: `Other.${code}`, errorMessage: message },
});

const pattern = '/api/v1/lamps/:lamp';
const rows: readonly Route[] = [
  {
    method: 'GET',
    pattern,
    errorBody,
    handle: ({ params, query }, response) =>
      answerJson(response, 200, { lamp: params['lamp'], color: query.get('color') }),
  },
  withBody({
    method: 'POST',
    pattern: `${pattern}/retry`,
    errorBody,
    body: z.enum(['busy', 'broken', 'well']),
    async handle({ body, client }, response) {
      if (body === 'busy') {
        throw new AppError('RUN_STATE', { zh: '灯正在使用', en: 'the lamp is in use' });
      }
      if (body === 'broken') {
        throw new Error('the lamp fell down');
      }
      answerJson(response, 200, { runs: (await client().runs.list({})).runs.map(({ id }) => id) });
    },
  }),
  withBody({
    method: 'POST',
    pattern,
    body: z.object({ color: z.string(), level: z.number().optional() }),
    handle: ({ body }, response) => answerJson(response, 200, body),
  }),
  {
    method: 'GET',
    pattern: `${pattern}/change`,
    async handle({ client, signal }, response) {
      answerJson(response, 200, await client().runs.settled({ run: 'never', steps: ['glow'] }, { signal }));
    },
  },
  {
    method: 'GET',
    pattern: '/apis/lamps.test/v1/*',
    handle: ({ params }, response) => answerJson(response, 200, { rest: params['*'] }),
  },
  {
    method: 'GET',
    pattern: '/apis/lamps.test/v1/lamps',
    errorBody() {
      throw new Error('this form of errors is broken');
    },
    socket(exchange, opened) {
      opened.on('message', () => opened.send(`color ${exchange.query.get('color') ?? ''}`));
    },
  },
  // None of an engine's rows takes an address of the gateway's own, or opens it to more than who may call.
  { method: 'GET', pattern: '/', handle: (_, response) => answerJson(response, 200, 'mine') },
  { method: 'POST', pattern: '/open', handle: (_, response) => answerJson(response, 200, 'mine') },
];

let gateway: Gateway;
let application: FakeApplication;
let contexts: Contexts;

beforeEach(async () => {
  application = createFakeApplication();
  contexts = createContexts(application);
  const contextFor = () => contexts.contextFor({ kind: 'gateway', by: 'engineer' });
  gateway = await createGateway({ router, contextFor, rest: rows });
});

afterEach(() => gateway.close());

const bearer = (): { authorization: string } => ({ authorization: `Bearer ${gateway.token}` });
const ask = (request: RawRequest): Promise<RawAnswer> => send(gateway.url, request);
const askAllowed = (request: RawRequest): Promise<RawAnswer> =>
  ask({ ...request, headers: { 'content-type': 'application/json', ...bearer() } });
const told = ({ status, body }: RawAnswer): unknown => [status, JSON.parse(body)];
const retry = (body: string): RawRequest => ({ method: 'POST', path: '/api/v1/lamps/hall/retry', body });

describe('addresses of an engine', () => {
  it('have parameters, a query and a body, and work through the application', async () => {
    const one = await askAllowed({ path: '/api/v1/lamps/hall%20%E7%81%AF?color=red' });
    expect(told(one)).toEqual([200, { lamp: 'hall 灯', color: 'red' }]);
    expect(told(await askAllowed(retry('"well"')))).toEqual([200, { runs: ['0001', '0002'] }]);
    const rest = await askAllowed({ path: '/apis/lamps.test/v1/a//b/%2e' });
    expect(told(rest)).toEqual([200, { rest: 'a//b/%2e' }]);
  });

  it.each(
    ['/api/v1/lamps/', '/api/v1/lamps/..', '/api/v1/lamps/%2e%2E', '/api/v1/lamps/a%2fb'].concat(
      '/api/v1/lamps/a%5cb',
      '/api/v1/lamps/%00',
      '/api/v1/lamps/%zz',
      '/api/v1/lamps/hall/',
      '/api/v1//lamps/hall',
      '/API/v1/lamps/hall',
      '/api/v1/lamps/hall\\retry',
    ),
  )('%s is none of them', async (path) => {
    const answer = await askAllowed({ path });
    expect([answer.status, answer.body.includes('PATH_NOT_FOUND')]).toEqual([404, true]);
  });

  it('tell every error in their own form, refusals and unforeseen ones too', async () => {
    expect(told(await askAllowed(retry('"busy"')))).toEqual([
      400,
      { errorCode: 'Other.RUN_STATE', errorMessage: 'the lamp is in use' },
    ]);
    const stranger = await ask(retry('{}'));
    expect(told(stranger)).toMatchObject([404, { errorCode: 'Other.TOKEN_INVALID' }]);
    const method = await askAllowed({ method: 'DELETE', path: '/api/v1/lamps/hall' });
    expect(told(method)).toMatchObject([404, { errorCode: 'Other.METHOD_NOT_ALLOWED' }]);
    expect(method.headers['allow']).toBe('GET, POST');
    const broken = await askAllowed(retry('"broken"'));
    expect(told(broken)).toMatchObject([404, { errorCode: 'Other.INTERNAL' }]);
    expect(broken.body).not.toContain('fell down');
    expect(contexts.failures).toMatchObject([{ thrown: new Error('the lamp fell down') }]);
  });

  it('may wait for a run, for as long as somebody waits for the answer', async () => {
    const waiting = request(`${gateway.url}/api/v1/lamps/hall/change`, { headers: bearer() });
    waiting.on('error', () => undefined).end();
    await application.settledCalled;
    waiting.destroy();
    await application.settledAborted;
  });

  it.each([
    ['nothing', '', 'input'],
    ['null', 'null', 'input'],
    ['another kind of value', '["red"]', 'input'],
    ['a field that is missing', '{"level":1}', 'color'],
    ['fields of other kinds', '{"color":1,"level":"x"}', 'color.*level'],
    ['no JSON', '{color', 'not JSON'],
  ])('refuse %s where a body of a form is wanted, and name the field', async (_, body, named) => {
    const answer = await askAllowed({ method: 'POST', path: '/api/v1/lamps/hall', body });
    expect(told(answer)).toMatchObject([
      400,
      { error: { code: 'INPUT_INVALID', message: expect.stringMatching(new RegExp(named)) as string } },
    ]);
    expect(contexts.failures).toEqual([]);
    const good = await askAllowed({ method: 'POST', path: '/api/v1/lamps/hall', body: '{"color":"red"}' });
    expect(told(good)).toEqual([200, { color: 'red' }]);
  });

  it('are for who may call, also outside of /api', async () => {
    for (const path of ['/api/v1/lamps/hall', '/apis/lamps.test/v1/x']) {
      const stranger = await ask({ path });
      expect([stranger.status, stranger.body.includes('TOKEN_INVALID')]).toEqual([
        path.startsWith('/apis') ? 401 : 404,
        true,
      ]);
    }
  });

  it('serve sockets by the same rules', async () => {
    const at = `${gateway.url}/apis/lamps.test/v1/lamps?color=red`;
    const { socket } = await upgrade(at, bearer());
    const answer = once(socket, 'message');
    socket.send('which?');
    const [said] = (await answer) as [Buffer];
    expect(String(said)).toBe('color red');
    socket.terminate();
    // Its form of errors fails, which costs the client nothing but that form.
    const stranger = await upgrade(at, {});
    expect([stranger.status, stranger.body.includes('TOKEN_INVALID')]).toEqual([401, true]);
  });

  it('cannot take one of the gateway itself, nor open theirs to everybody', async () => {
    const shell = await askAllowed({ path: '/' });
    expect(shell.headers['content-type']).toContain('text/html');
    const open = { method: 'POST', path: '/open' };
    expect((await ask(open)).status).toBe(401);
    expect(told(await askAllowed(open))).toEqual([200, 'mine']);
  });
});
