import { expect, it } from 'vitest';
import { openScene, stepOf } from '../support/configure-scene.ts';
import { personAt } from './person.ts';

interface Calls {
  readonly made: number;
  readonly last: readonly {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly ec: string | null;
    readonly sent: unknown;
    readonly received: unknown;
  }[];
}

it('every attempt keeps what it found, how it ended and which calls it made', async () => {
  const scene = await openScene({ faults: ['job:kind=dns:fail'] });
  const run = await scene.configure({ only: ['dns', 'ipmi'] });
  await scene.restartSite();
  await scene.retry(run.id);
  const attempts = await personAt(scene).client.runs.attempts({ run: run.id });
  const dns = attempts.filter(({ step }) => step === 'dns');
  expect(dns).toMatchObject([
    {
      number: 1,
      outcome: 'failed',
      error: { code: 'JOB_FAILED' },
      intent: { values: ['192.0.2.7', '192.0.2.8'] },
    },
    { number: 2, outcome: 'succeeded', error: null },
  ]);
  for (const { evidence } of dns) {
    const calls = evidence['calls'] as unknown as Calls;
    expect(calls.made).toBe(calls.last.length);
    expect(calls.last.map(({ path }) => path)).toContain('/api/v2/settings/dns');
    expect(
      calls.last.every(({ path }) => /settings\/dns|\/jobs\/|sessions|deployment\/host/.test(path)),
    ).toBe(true);
  }
});

it('a call keeps what was sent and what came, and no password or token of either', async () => {
  const scene = await openScene();
  const run = await scene.configure({ only: ['dns', 'ipmi'] });
  const attempts = await personAt(scene).client.runs.attempts({ run: run.id });
  const calls = attempts.flatMap(
    ({ evidence }) => (evidence['calls'] as unknown as Calls | undefined)?.last ?? [],
  );
  const of = (path: string) => calls.find((call) => call.method !== 'GET' && call.path.endsWith(path));
  expect(of('/settings/dns')?.sent).toEqual({ dns_servers: ['192.0.2.7', '192.0.2.8'] });
  expect(of('/settings/dns')?.received).toMatchObject({ ec: 'EOK' });
  expect(of('/sessions')?.sent).toMatchObject({ username: 'root', password: '***' });
  const answers = calls.filter(({ path, status }) => path.endsWith('/sessions') && status === 200);
  expect(JSON.stringify(answers[0]?.received)).toContain('"token":"***"');
  expect(JSON.stringify(of('/upsert_accounts')?.sent)).toContain('"password":"***"');
  expect(JSON.stringify(attempts)).not.toMatch(/Demo-/);
});

it('every call in the log names the step that made it, also where several run side by side', async () => {
  const scene = await openScene();
  const run = await scene.configure({ only: ['ipmi', 'vip', 'dns', 'ntp'] });
  const lines = await personAt(scene).client.runs.logs({ run: run.id, from: 1, limit: 1_000 });
  const calls = lines.filter(({ message }) => /^(?:GET|PUT|POST) /.test(message.en));
  const stepOfPath = (path: string): readonly (string | null)[] =>
    calls.filter(({ message }) => message.en.includes(path)).map(({ step }) => step);
  for (const name of ['vip', 'dns', 'ntp']) {
    expect(new Set(stepOfPath(`/api/v2/settings/${name}`))).toEqual(new Set([name, 'reread']));
  }
  expect(calls.every(({ step }) => step !== null)).toBe(true);
});

it('a step that only looks says neither that it changed something nor that it did not', async () => {
  const scene = await openScene();
  const run = await scene.configure({ only: ['dns'] });
  expect(['connect', 'scan', 'session', 'reread', 'dns'].map((key) => stepOf(run, key).changed)).toEqual([
    null,
    null,
    null,
    null,
    true,
  ]);
});
