import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { router } from '../../src-main/api/router.ts';
import { AppError } from '../../src-main/contract/errors.ts';
import { createGateway, type Gateway } from '../../src-main/hosts/gateway/gateway.ts';
import { createContexts } from '../support/call-context.ts';
import { createFakeApplication } from '../support/fake-application.ts';
import { send, type RawAnswer } from './raw-http.ts';

let gateway: Gateway;
let cookie: string;
const asked: unknown[] = [];
const path = '/api/report/0147?language=en';

beforeEach(async () => {
  asked.length = 0;
  const application = createFakeApplication();
  const reports = {
    ...application.reports,
    async make({ run, language }: { readonly run: string; readonly language: string }) {
      asked.push([run, language]);
      if (run === 'secret') {
        throw new AppError('SECRET_IN_EXPORT', { zh: '报告含机密', en: 'the report would hold a secret' });
      }
      return `<!doctype html><title>${run}</title>`;
    },
  };
  const contexts = createContexts({ ...application, reports });
  gateway = await createGateway({
    router,
    contextFor: () => contexts.contextFor({ kind: 'gateway', by: 'engineer' }),
  });
  const { pathname, search } = new URL(gateway.openUrl);
  const { headers } = await send(gateway.url, { path: pathname + search });
  cookie = String(headers['set-cookie']).split(';')[0]!;
});

afterEach(() => gateway.close());

const ask = (headers: Record<string, string>, at = path, method = 'GET'): Promise<RawAnswer> =>
  send(gateway.url, { path: at, method, headers });
const codeOf = ({ body }: RawAnswer): string => (JSON.parse(body) as { error: { code: string } }).error.code;

describe('the report in a frame of the page', () => {
  it('is answered to our page with its cookie, and to the holder of the token', async () => {
    const framed = await ask({ cookie, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' });
    const script = await ask({ authorization: `Bearer ${gateway.token}` });
    expect([framed.status, framed.body, script.status]).toEqual([
      200,
      '<!doctype html><title>0147</title>',
      200,
    ]);
    expect(asked).toEqual([
      ['0147', 'en'],
      ['0147', 'en'],
    ]);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['the address bar or a bookmark', { 'sec-fetch-site': 'none' }],
    ['a browser that does not say', {}],
    ['a page that only claims to be ours by a header in other letters', { 'sec-fetch-site': 'Same-Origin' }],
    ['several claims at once', { 'sec-fetch-site': 'cross-site, same-origin' }],
    ['our origin alone', { origin: 'ours' }],
  ])('is refused with the cookie to %s', async (_, claims: Record<string, string>) => {
    const headers = claims['origin'] === undefined ? claims : { origin: gateway.url };
    const answer = await ask({ cookie, ...headers });
    expect([answer.status, codeOf(answer), asked]).toEqual([403, 'ORIGIN_REFUSED', []]);
  });

  it.each([
    ['no cookie', {}],
    ['a wrong cookie', { cookie: 'sitewright_PORT=x' }],
    ['a wrong token', { authorization: 'Bearer AAAA' }],
    ['a wrong token beside the right cookie', { authorization: 'Bearer AAAA', cookie: 'OURS' }],
  ])('is refused with %s, whatever the browser says', async (_, given: Record<string, string>) => {
    const headers = { ...given };
    if (headers['cookie'] !== undefined) {
      headers['cookie'] = headers['cookie']
        .replace('PORT', new URL(gateway.url).port)
        .replace('OURS', cookie);
    }
    const answer = await ask({ ...headers, 'sec-fetch-site': 'same-origin' });
    expect([answer.status, codeOf(answer), asked]).toEqual([401, 'TOKEN_INVALID', []]);
  });

  it('is refused under another host name and to another origin, also with the token', async () => {
    const authorization = `Bearer ${gateway.token}`;
    const said = { 'sec-fetch-site': 'same-origin' };
    const answers = [
      await ask({ authorization, ...said, host: 'attacker.test' }),
      await ask({ authorization, ...said, origin: 'http://evil.example' }),
      await ask({ cookie, ...said, origin: 'null' }),
    ];
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual(
      answers.map(() => [403, 'ORIGIN_REFUSED']),
    );
    expect(asked).toEqual([]);
  });

  it('what the browser says of itself opens no call', async () => {
    const answer = await send(gateway.url, {
      method: 'POST',
      path: '/api/rpc/runs/list',
      body: '{}',
      headers: { 'content-type': 'application/json', cookie, 'sec-fetch-site': 'same-origin' },
    });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'ORIGIN_REFUSED']);
  });

  it('runs no script, loads nothing, and is shown in our own page only', async () => {
    const { headers } = await ask({ cookie, 'sec-fetch-site': 'same-origin' });
    expect(headers).toMatchObject({
      'x-frame-options': 'SAMEORIGIN',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'content-type': 'text/html; charset=utf-8',
    });
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toEqual([
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
      'sandbox allow-same-origin allow-modals',
    ]);
  });

  it('a refusal is one of the gateway: never framed, never with loosened styles', async () => {
    const answer = await ask({ cookie, 'sec-fetch-site': 'same-origin' }, '/api/report/secret?language=en');
    expect([answer.status, codeOf(answer), answer.headers['x-frame-options']]).toEqual([
      500,
      'SECRET_IN_EXPORT',
      'DENY',
    ]);
    expect(String(answer.headers['content-security-policy'])).not.toContain('unsafe');
  });

  it('speaks the language that is asked for, else that of the browser', async () => {
    const said = { cookie, 'sec-fetch-site': 'same-origin', 'accept-language': 'zh-CN,zh;q=0.9' };
    for (const query of ['?language=en', '?language=zh-CN', '', '?language=fr']) {
      await ask(said, `/api/report/0147${query}`);
    }
    expect(asked.map((call) => (call as string[])[1])).toEqual(['en', 'zh-CN', 'zh-CN', 'zh-CN']);
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD'])('%s is no way to read it', async (method) => {
    const answer = await ask({ cookie, 'sec-fetch-site': 'same-origin' }, path, method);
    expect([answer.status, answer.headers['allow'], asked]).toEqual([405, 'GET', []]);
  });
});
