import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wordsOfRule } from '../../../src-main/contract/rule-words.ts';
import type { Intervention, StepRow } from '../../../src-main/contract/run.ts';
import type { ConfigureInput } from '../../../src-main/engines/configure/index.ts';
import { manualHandling } from '../../../src-main/engines/configure/report/people.ts';
import type { ReportSources } from '../../../src-main/engines/configure/report/sources.ts';
import { severityOf } from '../../../src-main/workbook/findings/catalog.ts';
import { samplePlan } from '../../support/sample-plan.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const by = 'li';

async function sourcesWith(changes: Partial<ReportSources>): Promise<ReportSources> {
  const plan = await samplePlan();
  const input: ConfigureInput = {
    orderId: 'order',
    given: [],
    edits: [],
    iso: null,
    only: [],
    skip: [],
    blocked: [],
    workbook: { path: join(temporaryDirectory(), 'plan.xlsx'), sha256: '0' },
    plan,
    notPlanned: [],
    site: { kind: 'practice', url: null },
    overwriteSerial: false,
    acceptFingerprints: [],
    language: 'zh-CN',
    serialCell: null,
    engineer: null,
  };
  const step = { key: 'vlan:vDS-Business/VLAN-2102', title: { zh: '业务虚拟网络 VLAN-2102', en: 'Network' } };
  return {
    input,
    steps: [step as StepRow],
    interventions: [],
    ignored: [],
    overrides: [],
    run: {},
    ...changes,
  } as ReportSources;
}

const edit = (key: string): Intervention => ({
  runId: '0001',
  step: null,
  kind: 'edit',
  reason: null,
  by,
  at: 0,
  detail: { key, before: '2102', after: '2112' },
});

it('an edited value is said by what it belongs to in the sheet, with its cell, and never by its path', async () => {
  const sources = await sourcesWith({
    interventions: [edit('network.switches[3].networks[1].vlanId'), edit('cluster.version')],
  });
  const { name } = sources.input.plan.network.switches[3]!.networks[1]!;
  const [network, version] = manualHandling(sources);
  expect(network?.subject).toEqual({
    zh: `虚拟网络 ${name} · VLAN ID（虚拟网络!F9）`,
    en: `Network ${name} · VLAN ID (虚拟网络!F9)`,
  });
  expect(JSON.stringify(version?.subject)).not.toContain('cluster.version');
  expect(version?.subject).toMatchObject({ zh: expect.stringContaining('集群 · 版本') as string });
});

it('an answer is said by its question and the words of the choice, not by their codes', async () => {
  const asked = { question: { zh: '进程已停止。', en: 'The process stopped.' } };
  const title = { zh: '继续执行', en: 'Continue' };
  const answered: Intervention = {
    ...edit(''),
    kind: 'answer',
    detail: { code: 'interrupted', choice: 'continue', ...asked, title },
  };
  const [row] = manualHandling(await sourcesWith({ interventions: [answered] }));
  expect([row?.subject, row?.after]).toEqual([asked.question, title]);
});

it('names the engineer as given and never the login of who signs; somebody else keeps theirs', async () => {
  const people = async (engineer: string | null, ...logins: string[]): Promise<unknown[]> => {
    const sources = await sourcesWith({
      run: { startedBy: 'li' } as ReportSources['run'],
      interventions: logins.map((login) => ({ ...edit('cluster.version'), by: login })),
    });
    return manualHandling({ ...sources, input: { ...sources.input, engineer } }).map((one) => one.by);
  };
  expect(await people('李工', 'li')).toEqual(['李工']);
  expect(await people('李工', 'li', 'wang')).toEqual(['李工', 'wang']);
  expect(await people(null, 'li')).toEqual([{ zh: '实施工程师', en: 'Deployment engineer' }]);
});

it('an ignored finding is said by what its rule is about, one of a newer version by its code', async () => {
  const at = { sheet: '主机规划', cell: 'E3', reason: 'agreed', by, at: 0 };
  const handled = manualHandling(
    await sourcesWith({
      ignored: [
        { code: 'ip-format', ...at },
        { code: 'new-rule', ...at },
      ],
    }),
  );
  expect(handled.map(({ subject }) => subject)).toEqual([
    { zh: '主机规划!E3 IP 格式错误（ip-format）', en: '主机规划!E3 Invalid IP address (ip-format)' },
    '主机规划!E3 new-rule',
  ]);
});

it('every rule is called something in both languages', () => {
  for (const code of Object.keys(severityOf)) {
    expect([code, wordsOfRule(code)]).toEqual([
      code,
      { zh: expect.any(String) as string, en: expect.any(String) as string },
    ]);
  }
});
