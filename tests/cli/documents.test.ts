import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planCheckSchema } from '../../src-main/contract/configure.ts';
import { previewDocumentSchema, runDocumentSchema, type RunDocument } from '../../src-main/contract/run.ts';
import type { Localized } from '../../src-main/contract/text.ts';
import { sitePlanSchema } from '../../src-main/contract/site-plan.ts';
import { isoContent, isoName } from '../support/configure-scene.ts';
import { journalAt, openDesk, startPractice, type Desk } from './command.ts';
import { printed } from './printed.ts';

const configureDns = ['configure', 'plan.xlsx', '--practice', '--only', 'dns'];

async function runDocument(
  desk: Desk,
  words: readonly string[],
): Promise<{ code: number | null; run: Localized<RunDocument> }> {
  const { code, document } = await desk.json(words);
  return { code, run: printed(runDocumentSchema).parse(document) };
}

const stateOf = (run: Localized<RunDocument>, key: string): string | undefined =>
  run.steps.find((step) => step.key === key)?.state;

describe('plan', () => {
  it('check answers the findings, and exits 2 when one is an error', async () => {
    const desk = openDesk();
    const good = await desk.json(['plan', 'check', 'plan.xlsx']);
    const check = printed(planCheckSchema).parse(good.document);
    expect([good.code, check.profile, check.counts.error]).toEqual([0, 'smartx-v20250820', 0]);
    expect(check.workbook.path).toBe(join(desk.directory, 'plan.xlsx'));
    const wrong = openDesk({ '虚拟网络!F9': 9999 });
    const bad = await wrong.json(['plan', 'check', 'plan.xlsx', '--lang', 'zh-CN']);
    expect(bad.code).toBe(2);
    expect(printed(planCheckSchema).parse(bad.document).findings).toContainEqual(
      expect.objectContaining({
        code: 'vlan-format',
        severity: 'error',
        sheet: '虚拟网络',
        cell: 'F9',
        message: expect.stringMatching(/整数/) as string,
      }),
    );
    expect(existsSync(desk.home)).toBe(false);
  });

  it('show answers the plan with secrets only marked, findings writes a workbook', async () => {
    const desk = openDesk();
    const { code, document } = await desk.json(['plan', 'show', 'plan.xlsx']);
    const plan = sitePlanSchema.strict().parse(document);
    expect([code, plan.hosts.length]).toEqual([0, 2]);
    expect(plan.cluster.administrator.password).toEqual({ secret: true });
    expect(JSON.stringify(document)).not.toMatch(/Demo-(fisheye|bmc|smartx|root)/);
    const findings = await desk.run(['plan', 'findings', 'plan.xlsx', '--out', 'findings.xlsx']);
    expect(findings.code).toBe(0);
    expect(readFileSync(join(desk.directory, 'findings.xlsx')).subarray(0, 2).toString()).toBe('PK');
  });
});

describe('an error', () => {
  it.each([
    { words: ['plan', 'check', 'nowhere.xlsx'], code: 3, error: 'FILE_NOT_FOUND' },
    { words: ['explode'], code: 2, error: 'USAGE' },
    { words: ['configure', 'plan.xlsx'], code: 2, error: 'USAGE' },
    { words: ['configure', 'plan.xlsx', '--practice', '--no-such-option'], code: 2, error: 'USAGE' },
    {
      words: ['configure', 'plan.xlsx', '--practice', '--fault', 'vip:explode'],
      code: 2,
      error: 'FAULT_INVALID',
    },
    { words: ['configure', 'plan.xlsx', '--practice', '--only', 'dsn'], code: 2, error: 'USAGE' },
    { words: ['configure', 'plan.xlsx', '--practice', '--skip', 'vlan:typo'], code: 2, error: 'USAGE' },
    { words: ['configure', 'plan.xlsx', '--practice', '--skip', 'dns', 'nowhere'], code: 2, error: 'USAGE' },
    { words: ['configure', 'plan.xlsx', 'extra', '--practice'], code: 2, error: 'USAGE' },
    { words: ['runs', 'show', '0001', 'extra'], code: 2, error: 'USAGE' },
    {
      words: ['configure', 'plan.xlsx', '--practice', '--secret', 'hosts[0].password=env:PATH'],
      code: 2,
      error: 'USAGE',
    },
    { words: ['plan', 'ignore', 'plan.xlsx', 'ntp-two', '主机规划!A1'], code: 2, error: 'REASON_REQUIRED' },
    {
      words: ['plan', 'ignore', 'plan.xlsx', 'no-such-rule', '主机规划!A1', '--reason', 'r'],
      code: 2,
      error: 'INPUT_INVALID',
    },
    {
      words: ['configure', 'plan.xlsx', '--base-url', 'http://10.0.0.1'],
      code: 5,
      error: 'HTTP_NOT_ALLOWED',
    },
    { words: ['configure', 'plan.xlsx', '--base-url', '10.0.0.1'], code: 2, error: 'INPUT_INVALID' },
    { words: ['configure', 'plan.xlsx', '--practice', '--token', 'secret'], code: 2, error: 'USAGE' },
    {
      words: ['configure', 'plan.xlsx', '--practice', '--token', 'env:NOT_SET'],
      code: 5,
      error: 'SECRET_UNRESOLVED',
    },
    {
      words: ['configure', 'plan.xlsx', '--preview', '--practice=http://127.0.0.1:9'],
      code: 6,
      error: 'PRACTICE_UNREACHABLE',
    },
    {
      words: ['configure', 'plan.xlsx', '--yes', '--practice=http://127.0.0.1:9'],
      code: 6,
      error: 'PRACTICE_UNREACHABLE',
    },
    // No practice site is served on another computer: it would be sent the passwords of the workbook.
    {
      words: ['configure', 'plan.xlsx', '--yes', '--practice=http://192.0.2.2:9'],
      code: 6,
      error: 'PRACTICE_UNREACHABLE',
    },
    { words: ['runs', 'show', '0042'], code: 3, error: 'RUN_NOT_FOUND' },
    { words: ['report', '0042', '--out', 'report.html'], code: 3, error: 'RUN_NOT_FOUND' },
    { words: ['practice', '--fault', 'ssh:explode'], code: 2, error: 'FAULT_INVALID' },
  ])('$words is one document and exits $code', async ({ words, code, error }) => {
    const desk = openDesk();
    const ended = await desk.run([...words, '--json']);
    const { error: told, ...rest } = JSON.parse(ended.stdout) as { error: Record<string, unknown> };
    expect([ended.code, told['code'], rest]).toEqual([code, error, {}]);
    expect(Object.keys(told)).toEqual(['code', 'category', 'message', 'data']);
    expect(ended.stderr).toContain(String(told['message']));
  });

  it.each([
    {
      said: 'without a word about it',
      words: ['explode'],
      environment: {},
      tells: /^Command explode does not exist/,
    },
    { said: 'by --lang', words: ['explode', '--lang', 'zh-CN'], environment: {}, tells: /没有命令 explode/ },
    {
      said: 'by --lang=',
      words: ['--no-such-option', '--lang=zh-CN'],
      environment: {},
      tells: /命令行有误.*no-such-option/,
    },
    {
      said: 'by the environment',
      words: ['--no-such-option'],
      environment: { LANG: 'zh_CN.UTF-8' },
      tells: /命令行有误/,
    },
    {
      said: 'by a --lang we do not speak',
      words: ['plan', '--lang', 'fr'],
      environment: { LANG: 'zh_CN.UTF-8' },
      tells: /--lang 只能是 zh-CN 或 en/,
    },
    {
      said: 'over the environment',
      words: ['--no-such-option', '--lang', 'en'],
      environment: { LANG: 'zh_CN.UTF-8' },
      tells: /See sitewright --help/,
    },
  ])('is said in the language that was asked for $said', async ({ words, environment, tells }) => {
    const ended = await openDesk().run([...words, '--json'], environment);
    const { error } = JSON.parse(ended.stdout) as { error: { message: string } };
    expect(error.message).toMatch(tells);
    expect(ended.stderr).toContain(error.message);
  });

  it('a sheet without its key field is refused with 2, and nothing is sent', async () => {
    const desk = openDesk({ '主机规划!M19': null });
    const practice = await startPractice(desk);
    const { code, document } = await desk.json([
      'configure',
      'plan.xlsx',
      `--practice=${practice.smartx.url}`,
      '--yes',
    ]);
    expect([code, document]).toMatchObject([2, { error: { code: 'PLAN_INCOMPLETE' } }]);
    expect(await journalAt(practice.journal)).toEqual([]);
  });
});

/** Keys of the steps about which lines were printed, each once. */
const saidSteps = (stderr: string): readonly string[] => [
  ...new Set(
    [...stderr.matchAll(/^(?:Done|Running|Warning|Failed|Skipped)\s+(\S+?)(?::? .*)?$/gm)].map(
      ([, key]) => key ?? '',
    ),
  ),
];

describe('configure', () => {
  it('speaks of steps that only look as the page does, and says how to ask for what was not tried', async () => {
    const desk = openDesk();
    const words = ['configure', 'plan.xlsx', '--practice', '--only', 'dns'];
    const previewed = (await desk.run([...words, '--preview'])).stdout;
    expect(previewed).toMatch(/^read-only +session: /m);
    expect(previewed).toMatch(/^read-only +report: /m);
    expect(previewed).toMatch(/^unknown until run time +dns: After login → .*\(irreversible\)$/m);
    const looked = (await desk.run(['configure', 'plan.xlsx', '--practice', '--preflight'])).stdout;
    expect(looked).toMatch(/login-refused hosts: .*when asked for\. \(add --try-logins\)$/m);
    expect(looked).toMatch(/vds-differs .*\(add --token env:NAME\)$/m);
    const chinese = (await desk.run([...words, '--preflight', '--lang', 'zh-CN'])).stdout;
    expect(chinese).toMatch(/仅一次。（加 --try-logins）$/m);
  });

  it('--preview sends nothing; without --yes the run waits; runs answer starts it', async () => {
    const desk = openDesk();
    const practice = await startPractice(desk);
    const words = [
      'configure',
      'plan.xlsx',
      `--practice=${practice.smartx.url}`,
      '--only',
      'dns',
      '--only',
      'ntp',
    ];
    const previewed = await desk.json([...words, '--preview']);
    const preview = printed(previewDocumentSchema).parse(previewed.document);
    expect(previewed.code).toBe(0);
    expect(preview.steps.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['connect', 'dns', 'ntp', 'reread']),
    );
    expect(preview.leftOut).toContainEqual(expect.objectContaining({ key: 'vip', because: 'Not selected' }));
    expect((await desk.json(['runs', 'list'])).document).toEqual({ runs: [] });

    const waiting = await runDocument(desk, words);
    expect([waiting.code, waiting.run.state, waiting.run.waiting]).toMatchObject([
      11,
      'waiting',
      { reason: 'confirm', choices: [{ id: 'confirm' }, { id: 'end' }] },
    ]);
    expect(await journalAt(practice.journal)).toEqual([]);
    const question = await desk.json(['runs', 'answer', waiting.run.id]);
    expect([question.code, question.document]).toMatchObject([
      11,
      { reason: 'confirm', choices: [{ id: 'confirm' }, {}] },
    ]);
    const held = await desk.json([...words, '--yes']);
    expect([held.code, held.document]).toMatchObject([4, { error: { code: 'TARGET_HELD' } }]);
    const wrong = await desk.json(['runs', 'answer', waiting.run.id, '--choose', 'maybe']);
    expect([wrong.code, wrong.document]).toMatchObject([2, { error: { code: 'ANSWER_INVALID' } }]);
    const done = await runDocument(desk, ['runs', 'answer', waiting.run.id, '--choose', 'confirm']);
    expect([done.code, done.run.state, done.run.warnings]).toEqual([0, 'succeeded', 0]);
    expect(await journalAt(practice.journal)).toContain('PUT /api/v2/settings/dns');
  });

  it('a failed run exits 10 and runs retry with --set ends it well', async () => {
    const desk = openDesk();
    writeFileSync(join(desk.directory, isoName), isoContent);
    const failed = await runDocument(desk, [
      'configure',
      'plan.xlsx',
      '--practice',
      '--yes',
      '--iso',
      isoName,
      '--skip',
      'password',
      '--fault',
      'vlan:name=VLAN-2102:taken=7',
    ]);
    const step = 'vlan:vDS-Business/VLAN-2102';
    expect([failed.code, failed.run.state, stateOf(failed.run, step)]).toEqual([10, 'failed', 'failed']);
    expect(failed.run.outputs).toMatchObject({ workbook: join(desk.directory, 'plan.xlsx') });
    const set = ['--set', 'network.switches[3].networks[1].name=VLAN-2102-b'];
    const again = await desk.run(['runs', 'retry', failed.run.id, ...set]);
    const said = saidSteps(again.stderr);
    expect(said).toContain(step);
    expect(said).not.toContain('root');
    expect(said).not.toContain('vlan:vDS-Business/VLAN-2101');
    const { run } = await runDocument(desk, ['runs', 'show', failed.run.id]);
    expect([again.code, run.state, stateOf(run, step)]).toEqual([0, 'succeeded', 'succeeded']);
    const looked = await desk.run(['runs', 'recheck', failed.run.id]);
    expect([looked.code, saidSteps(looked.stderr)]).toEqual([0, ['reread', 'report']]);
    const nothing = await desk.json(['runs', 'retry', failed.run.id]);
    expect([nothing.code, nothing.document]).toMatchObject([4, { error: { code: 'RUN_STATE' } }]);
  });

  it('a step is skipped, marked as done or adopted, with a reason', async () => {
    const desk = openDesk();
    const failed = await runDocument(desk, [
      'configure',
      'plan.xlsx',
      '--practice',
      '--yes',
      '--only',
      'vds',
      '--only',
      'vlan',
      '--fault',
      'vlan:name=VLAN-2101:conflict',
      '--fault',
      'vlan:name=VLAN-2103:taken=7',
    ]);
    expect(failed.code).toBe(10);
    const { id } = failed.run;
    const key = (name: string): string => `vlan:vDS-Business/${name}`;
    const without = await desk.json(['runs', 'skip', id, key('VLAN-2101')]);
    expect([without.code, without.document]).toMatchObject([2, { error: { code: 'REASON_REQUIRED' } }]);
    const unknown = await desk.json(['runs', 'skip', id, 'vlan:x', '--reason', 'x']);
    expect([unknown.code, unknown.document]).toMatchObject([3, { error: { code: 'STEP_NOT_FOUND' } }]);
    const skipped = await runDocument(desk, ['runs', 'skip', id, key('VLAN-2101'), '--reason', '客户确认']);
    expect([skipped.code, stateOf(skipped.run, key('VLAN-2101'))]).toEqual([10, 'skipped']);
    const adopt = ['runs', 'adopt', id, key('VLAN-2103'), '--reason', '采用现有'];
    const differs = await desk.json(adopt);
    expect([differs.code, differs.document]).toMatchObject([4, { error: { code: 'API_CONFLICT' } }]);
    const adopted = await runDocument(desk, [...adopt, '--yes']);
    expect([adopted.code, stateOf(adopted.run, key('VLAN-2103'))]).toEqual([0, 'succeeded']);
  });
});

describe('runs and report', () => {
  it('list, show, logs, watch and report tell what was done, also in Chinese', async () => {
    const desk = openDesk();
    const made = await runDocument(desk, [...configureDns, '--yes']);
    expect([made.code, made.run.id]).toEqual([0, '0001']);
    const listed = await desk.json(['runs', 'list']);
    expect(listed.document).toEqual({
      runs: [
        {
          id: '0001',
          kind: 'configure',
          title: made.run.title,
          state: 'succeeded',
          warnings: 0,
          createdAt: made.run.createdAt,
        },
      ],
    });
    expect(await runDocument(desk, ['runs', 'show', '0001'])).toEqual(made);
    const logs = await desk.json(['runs', 'logs', '0001']);
    const { lines } = logs.document as { lines: { seq: number; step: string | null }[] };
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
    expect(lines.some(({ step }) => step === 'dns')).toBe(true);
    expect((await runDocument(desk, ['runs', 'watch', '0001'])).code).toBe(0);
    const report = await desk.run(['report', '0001', '--out', 'report.html', '--lang', 'zh-CN']);
    expect([report.code, readFileSync(join(desk.directory, 'report.html'), 'utf8')]).toEqual([
      0,
      expect.stringMatching(/验收报告[\s\S]*演练/),
    ]);
    const chinese = await desk.run(['runs', 'list'], { LANG: 'zh_CN.UTF-8' });
    expect(chinese.stdout).toMatch(/^0001 {2}完成 {2}.* {2}演练\n$/);
    const shown = await desk.json(['runs', 'show', '0001', '--lang', 'zh-CN']);
    const inChinese = printed(runDocumentSchema).parse(shown.document);
    const title = (run: Localized<RunDocument>): string | undefined =>
      run.steps.find(({ key }) => key === 'dns')?.title;
    expect([title(inChinese), title(made.run)]).toEqual([
      expect.stringMatching(/[\u4e00-\u9fff]/),
      expect.not.stringMatching(/[\u4e00-\u9fff]/),
    ]);
    const english = await desk.run(['runs', 'list']);
    expect(english.stdout).toMatch(/^0001 {2}Succeeded {2}.* {2}PRACTICE\n$/);
  });
});
