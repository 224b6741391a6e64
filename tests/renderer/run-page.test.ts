import { describe, expect, it } from 'vitest';
import type { RunRow, StepRow, StepState } from '../../src-main/contract/run.ts';
import { errorCategories } from '../../src-main/contract/errors.ts';
import { verbatim } from '../../src-main/contract/text.ts';
import { run as chinese } from '../../src-renderer/i18n/zh-CN/run.ts';
import { failureReport } from '../../src-renderer/pages/run/failure-report.ts';
import { drawGraph, groupEdges } from '../../src-renderer/pages/run/graph-layout.ts';
import { objectOf } from '../../src-renderer/words/step-object.ts';
import { roughDuration, shortDuration } from '../../src-renderer/words/times.ts';
import { commonStart, groupSteps, listRows, type ListRow } from '../../src-renderer/pages/run/groups.ts';
import { createStepRow } from '../support/step-row.ts';

const step = (key: string, state: StepState = 'pending', more: Partial<StepRow> = {}): StepRow =>
  createStepRow(key, { group: key.split(':')[0]!, state, startedAt: 1_000, endedAt: 3_000, ...more });

const all = {
  folds: new Map<string, boolean>(),
  spread: new Set<string>(),
  shows: () => true,
  hasProgress: () => false,
};
const shown = (rows: readonly ListRow[]): string[] =>
  rows.map((row) => {
    if (row.kind === 'group') {
      return `${row.isOpen ? 'v' : '>'} ${row.group.key} ${row.group.worst}`;
    }
    if (row.kind === 'scope') {
      return row.path.join(' › ');
    }
    return row.kind === 'siblings' ? `… ${row.steps.length}` : row.step.key;
  });

describe('the list of steps', () => {
  const networks = (states: readonly StepState[]): StepRow[] =>
    states.map((state, index) => step(`vlan:vds/VLAN-${index}`, state));

  it('folds what needs nobody, and unfolds a group in which something does', () => {
    const steps = [
      step('ipmi:a', 'succeeded'),
      step('ipmi:b', 'succeeded'),
      ...networks(['failed', 'pending']),
    ];
    expect(shown(listRows(groupSteps(steps, 0), all))).toEqual([
      '> ipmi succeeded',
      'v vlan failed',
      'vlan:vds/VLAN-0',
      'vlan:vds/VLAN-1',
    ]);
  });

  it('makes one row of finished siblings, until a person spreads them out', () => {
    const steps = networks(['succeeded', 'succeeded', 'succeeded', 'failed', 'succeeded', 'succeeded']);
    const groups = groupSteps(steps, 0);
    expect(shown(listRows(groups, all))).toEqual([
      'v vlan failed',
      '… 3',
      'vlan:vds/VLAN-3',
      'vlan:vds/VLAN-4',
      'vlan:vds/VLAN-5',
    ]);
    const spread = new Set(['vlan:vds/VLAN-0']);
    expect(listRows(groups, { ...all, spread })).toHaveLength(7);
  });

  it('keeps what was found done apart from what was done', () => {
    const steps = [
      ...networks(['succeeded', 'succeeded', 'succeeded']),
      ...networks(['succeeded', 'succeeded', 'succeeded', 'warning']).map((one) => ({
        ...one,
        key: `${one.key}b`,
        changed: false,
      })),
    ];
    const rows = listRows(groupSteps(steps, 0), all);
    expect(shown(rows)).toEqual(['v vlan warning', '… 3', '… 3', 'vlan:vds/VLAN-3b']);
  });

  it('shows a step that is its whole group as itself, and a group as its gravest state', () => {
    const steps = [step('report', 'running'), ...networks(['unknown', 'warning', 'running'])];
    const groups = groupSteps(steps, 5_000);
    expect(shown(listRows(groups, all)).slice(0, 2)).toEqual(['report', 'v vlan unknown']);
    expect(groups[1]).toMatchObject({ settled: 1, durationMs: 2_000 });
  });

  it('counts the time of a group once, where its steps ran side by side', () => {
    const at = (key: string, startedAt: number, endedAt: number): StepRow =>
      step(key, 'succeeded', { startedAt, endedAt });
    const [group] = groupSteps(
      [at('ipmi:a', 0, 4_000), at('ipmi:b', 1_000, 5_000), at('ipmi:c', 9_000, 9_500)],
      0,
    );
    expect(group?.durationMs).toBe(5_500);
  });

  it('says of what was over at once that it took less than can be told', () => {
    expect([0, 99, 100, 9_940].map(shortDuration)).toEqual(['<0.1 s', '<0.1 s', '0.1 s', '9.9 s']);
    expect([1_200, 41_000, 124_000].map(roughDuration)).toEqual(['2 s', '40 s', '2:05']);
  });
});

describe('the name of a step', () => {
  it.each([
    [step('vlan:vDS-A/VLAN-1', 'pending'), 'VLAN-1'],
    // A name may have a slash itself.
    [step('vlan:vDS-A/办公/访客', 'pending'), '办公/访客'],
    [step('password:node-01:root'), 'node-01 root'],
    [step('vlan-count:vDS-A', 'pending', { group: 'vlan' }), null],
    [step('dns', 'pending', { group: 'settings' }), null],
  ])('%#', (of, name) => {
    expect(objectOf(of)).toBe(name);
  });

  it('leaves out what siblings have in common, up to a sign that parts words', () => {
    expect(commonStart(['VLAN-2101', 'VLAN-2102'])).toBe('VLAN-');
    expect(commonStart(['alpha', 'alpine'])).toBe('');
    expect(commonStart(['VLAN-1'])).toBe('');
  });
});

describe('the graph', () => {
  const steps = [
    step('connect'),
    step('dns', 'pending', { dependsOn: ['connect'] }),
    ...['a', 'b', 'c'].map((name) => step(`vlan:x/${name}`, 'failed', { dependsOn: ['connect', 'dns'] })),
    step('report', 'pending', { dependsOn: ['connect', 'dns', 'vlan:x/a', 'vlan:x/b', 'vlan:x/c'] }),
  ];

  it('draws only the lines that do not follow from others', () => {
    expect(groupEdges(groupSteps(steps, 0))).toEqual([
      ['connect', 'dns'],
      ['dns', 'vlan'],
      ['vlan', 'report'],
    ]);
  });

  it.each([300, 700])(
    'puts a group below all that it needs, and nothing over anything else, in %i px',
    (width) => {
      const hosts = Array.from({ length: 16 }, (_, index) =>
        step(`ipmi:node-${index}`, 'running', { dependsOn: ['dns'] }),
      );
      const accounts = Array.from({ length: 32 }, (_, index) =>
        step(`password:node-${index}:root`, 'warning', { dependsOn: ['connect'] }),
      );
      const { boxes } = drawGraph(groupSteps([...steps, ...hosts, ...accounts], 0), new Map(), {
        widthPx: width,
      });
      const at = (key: string) => boxes.find(({ group }) => group.key === key)!;
      for (const [above, below] of [
        ['connect', 'dns'],
        ['dns', 'vlan'],
        ['vlan', 'report'],
        ['dns', 'ipmi'],
      ] as const) {
        expect([above, below, at(above).y + at(above).height < at(below).y]).toEqual([above, below, true]);
      }
      for (const one of boxes) {
        for (const other of boxes) {
          if (one !== other) {
            const apart =
              one.x + one.width <= other.x ||
              other.x + other.width <= one.x ||
              one.y + one.height <= other.y ||
              other.y + other.height <= one.y;
            expect([one.group.key, other.group.key, apart]).toEqual([one.group.key, other.group.key, true]);
          }
        }
      }
      for (const { chips, width: boxWidth, height } of boxes) {
        for (const chip of chips) {
          expect(chip.x + chip.width <= boxWidth && chip.y < height).toBe(true);
        }
      }
    },
  );

  it.each([300, 700])('leads every line past the boxes that it does not belong to, in %i px', (width) => {
    const long = [
      ...steps,
      step('iso', 'pending', { dependsOn: ['connect'] }),
      step('serial', 'pending', { dependsOn: ['iso', 'report'] }),
    ];
    const { boxes, lines } = drawGraph(groupSteps(long, 0), new Map(), { widthPx: width });
    expect(lines.map(({ from, to }) => `${from}-${to}`)).toContain('iso-serial');
    for (const { from, to, path } of lines) {
      let [x, y] = path.slice(1).split(/[VH]/)[0]!.split(' ').map(Number) as [number, number];
      for (const [, way, at] of path.matchAll(/([VH])(-?\d+)/g)) {
        const [nextX, nextY] = way === 'H' ? [Number(at), y] : [x, Number(at)];
        const crossed = boxes.filter(
          (box) =>
            Math.max(x, nextX) > box.x &&
            Math.min(x, nextX) < box.x + box.width &&
            Math.max(y, nextY) > box.y &&
            Math.min(y, nextY) < box.y + box.height,
        );
        expect([from, to, crossed.map(({ group }) => group.key)]).toEqual([from, to, []]);
        [x, y] = [nextX, nextY];
      }
    }
  });

  it('gives a step without an object of its own the width of its group, and names more room when enlarged', () => {
    const group = [
      ...['a', 'b'].map((name) => step(`vlan:x/${name}`, 'failed')),
      step('vlan-count:x', 'pending', { group: 'vlan' }),
    ];
    const [box] = drawGraph(groupSteps(group, 0), new Map(), { widthPx: 300 }).boxes;
    const [first, , count] = box!.chips;
    expect(count!.width).toBeGreaterThan(first!.width * 2);
    const [enlarged] = drawGraph(groupSteps(group, 0), new Map(), { widthPx: 900 }).boxes;
    expect(enlarged!.chips[0]!.width).toBeGreaterThan(first!.width * 1.5);
  });

  it('gives names the room that they need, as far as there is any', () => {
    const group = [step('vlan:x/a', 'failed'), step('vlan-count:x', 'pending', { group: 'vlan' })];
    const names = { group: () => 180, step: () => 238 };
    const folded = drawGraph(groupSteps(steps, 0), new Map([['vlan', false]]), { widthPx: 310, names });
    for (const { width } of folded.boxes) {
      expect(width).toBeGreaterThan(180 + 60);
    }
    const [box] = drawGraph(groupSteps(group, 0), new Map(), { widthPx: 310, names }).boxes;
    expect(box!.chips.at(-1)!.width).toBeGreaterThan(238 + 20);
    expect(box!.x + box!.width).toBeLessThan(310);
    const [narrow] = drawGraph(groupSteps(group, 0), new Map(), {
      widthPx: 310,
      names: { ...names, step: () => 900 },
    }).boxes;
    expect(narrow!.x + narrow!.width).toBeLessThan(310);
  });

  it.each(['running', 'succeeded', 'warning', 'skipped'] as const)(
    'stands where it stood when its steps are %s',
    (state) => {
      const drawn = (all: readonly StepRow[]) =>
        drawGraph(groupSteps(all, 0), new Map(), { widthPx: 310 }).boxes.map(
          ({ group, x, y, width, height, isOpen, chips }) => ({
            group: group.key,
            place: [x, y, width, height],
            isOpen,
            chips,
          }),
        );
      expect(drawn(steps.map((one) => ({ ...one, state })))).toEqual(drawn(steps));
    },
  );

  it('draws nothing for a run whose steps are not known yet', () => {
    expect(drawGraph([], new Map(), { widthPx: 300 })).toMatchObject({ height: 0, boxes: [], lines: [] });
  });
});

it('the failure report names run, step, code and why it stopped, and nothing of what went well', () => {
  const run = {
    id: '0007',
    kind: 'configure',
    title: 'A · B',
    state: 'failed',
    practice: true,
    waiting: null,
    createdAt: Date.UTC(2026, 10, 21),
  } as unknown as RunRow;
  const failure = {
    code: 'API_CONFLICT',
    category: 'conflict',
    message: { zh: '名称已被占用', en: 'the name is taken' },
    data: { method: 'POST', path: '/vlans', status: 409, ec: 'EVLAN' },
    attempt: 2,
    at: 1,
    stoppedBecause: 'nonRetryable' as const,
  };
  const steps = [step('dns', 'succeeded'), step('vlan:x/VLAN-1', 'failed', { error: failure, attempts: 2 })];
  expect(failureReport(run, steps, 'zh-CN')).toBe(
    [
      'Sitewright 0007 · configure · A · B · PRACTICE',
      '失败 · 2026-11-21T00:00:00.000Z',
      '- vlan:x/VLAN-1 失败 API_CONFLICT [conflict]; 冲突类错误须人工处理，不会自动重试 [nonRetryable]; POST /vlans → 409 EVLAN ×2',
      '  名称已被占用',
    ].join('\n'),
  );
  const inEnglish = failureReport(run, steps, 'en');
  expect(inEnglish).toContain('the name is taken');
  expect(inEnglish).toContain('API_CONFLICT [conflict]; Conflict: not retried automatically');
});

it('every category of errors has a word, and one from a newer version its code', () => {
  const words = errorCategories.map((category) => [category, chinese.categories[category]]);
  for (const [category, word] of words) {
    expect([category, word]).toEqual([category, expect.any(String)]);
  }
  const failed = step('dns', 'failed', {
    error: {
      code: 'NEW_CODE',
      category: 'newKind',
      message: verbatim('…'),
      data: {},
      attempt: 1,
      at: 1,
      stoppedBecause: 'exhausted',
    },
  });
  const run = { id: '0001', kind: 'configure', title: 'A', state: 'failed', waiting: null, createdAt: 0 };
  expect(failureReport(run as unknown as RunRow, [failed], 'zh-CN')).toContain(
    'NEW_CODE [newKind]; 已用完重试次数 [exhausted]',
  );
});
