import { expect, it } from 'vitest';
import { attachPlan, openScene, stepOf, unhappySteps } from '../support/configure-scene.ts';
import { openProxy, type Instead } from '../support/site-proxy.ts';

const json = (status: number, body: unknown): Instead => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

interface Refusal {
  readonly what: string;
  readonly path: RegExp;
  readonly answer: Instead;
  /** Steps that are refused. */
  readonly steps: readonly string[];
  readonly says: RegExp;
}

const refusals: readonly Refusal[] = [
  {
    what: 'a 403 that speaks of the session',
    path: /settings\/dns/,
    answer: json(403, { ec: 'FORBIDDEN', error: { msg: 'session invalid, please login' } }),
    steps: ['dns'],
    says: /session invalid, please login\. .*refused again after a new login/,
  },
  {
    what: 'a 401',
    path: /settings\/vip/,
    answer: json(401, { ec: 'EAUTH', error: { msg: 'who are you?' } }),
    steps: ['vip'],
    says: /who are you\? .*refused again after a new login/,
  },
  {
    what: 'a 401 to every setting',
    path: /settings\//,
    answer: json(401, { ec: 'EAUTH', error: { msg: 'who are you?' } }),
    steps: ['vip', 'dns', 'ntp'],
    says: /refused again after a new login/,
  },
];

it.each(refusals)(
  'logs in again once, and sends each change twice, when $what stays whatever is done',
  async ({ path, answer, steps, says }) => {
    const scene = await openScene();
    const sent: string[] = [];
    await attachPlan(scene);
    const baseUrl = await openProxy(scene.site().url, {
      onRequest: (method, requested) => sent.push(`${method} ${requested}`),
      instead: (request) => (request.method === 'PUT' && path.test(request.path) ? answer : null),
    });
    const site = { kind: 'real' as const, baseUrl, allowHttp: true };
    const run = await scene.configure({ site, only: ['vip', 'dns', 'ntp'] });
    const refused = Object.fromEntries(steps.map((key) => [key, 'warning SESSION_EXPIRED']));
    expect([run.state, unhappySteps(run)]).toEqual(['succeeded', refused]);
    for (const key of steps) {
      expect(stepOf(run, key).message?.en).toMatch(says);
      expect(stepOf(run, key).attempts).toBe(1);
      expect(sent.filter((request) => request === `PUT /api/v2/settings/${key}`)).toHaveLength(2);
    }
    // One refused before the administrator was set up, one after it, and one again.
    expect(sent.filter((request) => request === 'POST /api/v3/sessions')).toHaveLength(3);
  },
);
