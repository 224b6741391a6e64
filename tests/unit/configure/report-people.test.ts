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
    ignoredFindings: [],
    overrides: [],
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

it('an edited value is said by the step that works from it, its path in brackets', async () => {
  const [network, other] = manualHandling(
    await sourcesWith({
      interventions: [edit('network.switches[3].networks[1].vlanId'), edit('cluster.version')],
    }),
  );
  expect(network?.subject).toEqual({
    zh: '业务虚拟网络 VLAN-2102（network.switches[3].networks[1].vlanId）',
    en: 'Network (network.switches[3].networks[1].vlanId)',
  });
  // No step works from it: nothing but the path is known.
  expect(other?.subject).toBe('cluster.version');
});

it('an ignored finding is said by what its rule is about, one of a newer version by its code', async () => {
  const at = { sheet: '主机规划', cell: 'E3', reason: 'agreed', by, at: 0 };
  const handled = manualHandling(
    await sourcesWith({
      ignoredFindings: [
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
