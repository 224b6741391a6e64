import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { stepOf, openScene, tokenOf, unhappySteps, type Scene } from '../support/configure-scene.ts';
import { personAt } from './person.ts';

/** The text of a report, a space for every tag. */
async function reportOf(scene: Scene, run: string, language: 'en' | 'zh-CN' = 'en'): Promise<string> {
  const html = await personAt(scene).client.reports.make({ run, language });
  const body = html.slice(html.indexOf('<body'));
  return body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

const sha256Of = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

it('the site is read again on request, and the report says what has changed since', async () => {
  const scene = await openScene();
  const run = await scene.configure({ only: ['vip'] });
  expect(await reportOf(scene, run.id)).toContain('Items checked: 1 (match 1)');
  const { smartx } = scene.site();
  const token = await tokenOf(scene.site());
  const changed = await fetch(`${smartx.url}/api/v2/settings/vip`, {
    method: 'PUT',
    headers: { 'x-smartx-token': token, 'content-type': 'application/json' },
    body: JSON.stringify({ management_vip: '192.0.2.53', iscsi_vip: null }),
  });
  expect(changed.status).toBe(200);
  const person = personAt(scene);
  await person.client.runs.recheck({ run: run.id });
  const again = await person.client.runs.settled({ run: run.id });
  expect(unhappySteps(again)).toEqual({});
  expect([stepOf(again, 'vip').attempts, stepOf(again, 'reread').attempts]).toEqual([1, 2]);
  const report = await reportOf(scene, run.id);
  expect(report).toContain('Items checked: 1 (different 1)');
  expect(report).toMatch(/planned: 192\.0\.2\.\d+; current: 192\.0\.2\.53/);
});

it.each(['the same process', 'a new one'])(
  'what this run has written stays in its report when a retry in %s finds it there',
  async (process) => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const first = await scene.configure({ only: ['dns', 'serial', 'write-back'] });
    expect(stepOf(first, 'write-back')).toMatchObject({ state: 'succeeded', changed: true });
    await scene.restartSite();
    if (process === 'a new one') {
      await scene.restartRuntime();
    }
    const again = await scene.retry(first.id);
    expect(stepOf(again, 'write-back')).toMatchObject({ state: 'succeeded', changed: true, attempts: 2 });
    const report = await reportOf(scene, first.id, 'zh-CN');
    expect(report).not.toContain('规划表未回填');
    expect(report).toContain(sha256Of(scene.workbook).slice(0, 8));
  },
);

it('a failed step and the value it left behind are one thing to do', async () => {
  const scene = await openScene({ faults: ['job:kind=dns:fail'] });
  const run = await scene.configure({ only: ['dns'] });
  const report = await reportOf(scene, run.id, 'zh-CN');
  const remaining = report.slice(report.indexOf('遗留问题'), report.indexOf('账号交接'));
  expect(remaining.match(/DNS 服务器/g)).toHaveLength(1);
  expect(remaining).toMatch(/规划：192\.0\.2\.7, 192\.0\.2\.8；现场为空/);
});

it('a site that is away when it is to be read again leaves the accepted run as it was', async () => {
  const scene = await openScene();
  const run = await scene.configure({ only: ['vip'] });
  await scene.site().close();
  const person = personAt(scene);
  await expect(person.client.runs.recheck({ run: run.id })).rejects.toMatchObject({
    code: 'PRACTICE_UNREACHABLE',
  });
  expect(await person.client.runs.show({ run: run.id })).toMatchObject({ state: 'succeeded' });
  expect(await reportOf(scene, run.id)).toContain('Items checked: 1 (match 1)');
  await scene.restartSite();
});

it('names the engineer and what was not done, and leaves out what only the template has', async () => {
  const scene = await openScene();
  const run = await scene.configure({ only: ['vip', 'serial', 'write-back'], engineer: '陈工' });
  const report = (await scene.client().reports.document({ run: run.id }))['zh-CN'];
  expect(report.engineer).toBe('陈工');
  expect(report.conclusion.isCurrent).toBe(true);
  expect(report.conclusion.inScope).toContainEqual({ subject: '集群序列号', count: 1 });
  const subjects = report.conclusion.exclusions.map(({ subject }) => subject);
  expect(subjects.filter((subject) => /主机 \d+–\d+/.test(subject))).toEqual([]);
  const reasons = report.conclusion.exclusions.map(({ because }) => because);
  expect(reasons).toContain('未提供 ISO');
});

it('counts objects and not steps, and hands over every account without a password', async () => {
  const scene = await openScene();
  const run = await scene.configure({ only: ['vds', 'vlan', 'ipmi', 'password'] });
  expect(unhappySteps(run)).toEqual({});
  const report = (await scene.client().reports.document({ run: run.id }))['zh-CN'];
  const networks = run.steps.filter(({ key }) => key.startsWith('vlan:')).length;
  // One step more counts them.
  expect(run.steps.some(({ key }) => key.startsWith('vlan-count'))).toBe(true);
  expect(report.conclusion.inScope).toEqual([
    { subject: '带外账号', count: 2 },
    { subject: '虚拟交换机', count: 1 },
    { subject: '虚拟网络', count: networks },
    { subject: '主机账号', count: 4 },
  ]);
  const starting = (text: string): string => expect.stringMatching(`^${text}`) as string;
  const handover = report.chapters.find(
    (chapter) => typeof chapter === 'object' && chapter.title === '账号交接',
  );
  const [, table] = typeof handover === 'object' ? handover.blocks : [];
  const groups = table?.kind === 'table' ? table.groups : [];
  expect(
    groups.map(({ heading, rows }) => [heading, rows.map(([, on, account, done]) => [on, account, done])]),
  ).toEqual([
    ['集群管理员', [[starting('DEMO-'), 'root', '已创建，密码取自规划表']]],
    [
      '带外账号',
      [
        [starting('demo-node-01 '), 'admin', '已登记到集群'],
        [starting('demo-node-02 '), 'admin', '已登记到集群'],
      ],
    ],
    [
      '主机账号',
      ['demo-node-01', 'demo-node-02'].flatMap((host) =>
        ['smartx', 'root'].map((user) => [starting(host), user, '密码已改为规划值']),
      ),
    ],
  ]);
});

it('the report of a run that was undone says so and certifies nothing', async () => {
  const scene = await openScene();
  const run = await scene.configure({ only: ['vds'] });
  const { client } = personAt(scene);
  const revert = await client.runs.revert({ run: run.id });
  await client.runs.answer({ run: revert, question: null, choice: 'confirm', value: null, reason: null });
  await client.runs.settled({ run: revert });
  const { en } = await client.reports.document({ run: run.id });
  expect(en.conclusion.verdict).toBe('not-passed');
  expect(en.cover.run.undone).toEqual({ by: [revert], isWhole: false });
  const report = await reportOf(scene, run.id);
  expect(report).toContain(`were undone by run ${revert}`);
  expect(report).toMatch(new RegExp(`Virtual switch \\S+ Undone by ${revert} `, 'i'));
  expect(await client.runs.show({ run: run.id })).toMatchObject({ undone: { by: [revert] } });
  // An administrator that was set up stays.
  expect(en.execution.filter(({ undoneBy }) => undoneBy !== undefined).map(({ key }) => key)).toEqual([
    expect.stringMatching(/^vds:/),
  ]);
});
