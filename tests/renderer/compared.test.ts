import { describe, expect, it } from 'vitest';
import type { StepRow } from '../../src-main/contract/run.ts';
import {
  checkGroups,
  pairedChecks,
  type Check,
} from '../../src-renderer/pages/configure/after/compared-checks.ts';
import { pairedSteps } from '../../src-renderer/pages/runs/compared.ts';
import { createReportDocument } from '../support/report-document.ts';

function step(key: string, changes: Partial<StepRow> = {}): StepRow {
  return {
    runId: '0001',
    key,
    position: 0,
    title: { zh: key, en: key },
    group: 'vlan',
    mandatory: false,
    state: 'succeeded',
    attempts: 1,
    changed: true,
    message: null,
    error: null,
    skipReason: null,
    dependsOn: [],
    undo: 'none',
    progress: null,
    startedAt: 1,
    endedAt: 2,
    revision: 1,
    ...changes,
  };
}

describe('two runs beside each other', () => {
  it('steps meet by their key, also where one side has more', () => {
    const pairs = pairedSteps(
      [step('connect'), step('dns'), step('report')],
      [step('connect'), step('vip'), step('dns'), step('report')],
    );
    expect(pairs.map(({ key }) => key)).toEqual(['connect', 'vip', 'dns', 'report']);
    expect(pairs.filter(({ differs }) => differs)).toMatchObject([{ key: 'vip', first: null }]);
  });

  it.each([
    ['state', { state: 'warning' }],
    ['tries', { attempts: 2 }],
    ['whether something was changed', { changed: false }],
    ['what was said', { message: { zh: '已存在', en: 'there already' } }],
  ] as const)('a step differs by its %s', (_, changes) => {
    expect(pairedSteps([step('dns')], [step('dns', changes)])).toMatchObject([{ differs: true }]);
  });

  it('how long a step took makes no difference', () => {
    const later = step('dns', { runId: '0002', startedAt: 900, endedAt: 9_000, revision: 40 });
    expect(pairedSteps([step('dns')], [later])).toMatchObject([{ differs: false }]);
  });

  it('checks meet by what they are of, and differ by what was planned, read or decided', () => {
    const { checks } = createReportDocument();
    const [first, ...rest] = checks;
    const moved = {
      ...first!,
      actual: '10.9.9.9',
      verdict: 'different' as const,
      readAt: '2026-11-22T00:00:00Z',
    };
    const later = rest.map((check) => ({ ...check, readAt: '2026-11-22T00:00:00Z' }));
    const pairs = pairedChecks(checks, [moved, ...later]);
    expect(pairs).toHaveLength(checks.length);
    expect(pairs.filter(({ differs }) => differs).map(({ second }) => second)).toEqual([moved]);
  });

  it('checks stand under what they are of: two switches do not look like one', () => {
    const check = createReportDocument().checks[0]!;
    const of = (name: string | null, subject: string): Check => ({
      ...check,
      group: name === null ? 'settings' : 'vds',
      groupTitle: name === null ? 'Settings' : 'Switch',
      of: name,
      subject,
    });
    const first = [of('vDS-A', '绑定模式'), of('vDS-B', '绑定模式'), of('vDS-A', '关联网口')];
    const pairs = pairedChecks(first, [of(null, '管理 VIP')]);
    expect(
      checkGroups(pairs).map((one) => [
        one.title,
        one.of,
        one.pairs.map(({ key }) => key.split('\n').at(-1)),
      ]),
    ).toEqual([
      ['Settings', null, ['管理 VIP']],
      ['Switch', 'vDS-A', ['绑定模式', '关联网口']],
      ['Switch', 'vDS-B', ['绑定模式']],
    ]);
  });
});
