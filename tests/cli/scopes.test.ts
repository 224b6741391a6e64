import { expect, it } from 'vitest';
import { verbatim } from '../../src-main/contract/text.ts';
import type { CommandLine } from '../../src-main/hosts/cli/command-line.ts';
import { runLines } from '../../src-main/hosts/cli/wait-for-run.ts';
import { createRunDocument } from '../support/fake-application.ts';

it('a run says how each of its nested parts stands, below the part that it lies in', () => {
  const run = createRunDocument('0001', {
    state: 'failed',
    scopes: [
      { path: ['plan'], title: { zh: '恢复计划', en: 'Recovery plan' }, state: 'failed' },
      { path: ['plan', 'stage-1'], title: { zh: '阶段一', en: 'Stage 1' }, state: 'succeeded' },
      { path: ['plan', 'stage-2'], title: { zh: '阶段二', en: 'Stage 2' }, state: 'failed' },
      { path: ['plan', 'stage-2', 'db'], title: verbatim('db'), state: 'skipped' },
    ],
  });
  const linesIn = (language: CommandLine['language']): readonly string[] =>
    runLines(run, { language } as CommandLine);
  expect(linesIn('en')).toEqual([
    'Run 0001: Failed',
    'Recovery plan: Failed',
    '  Stage 1: Done',
    '  Stage 2: Failed',
    '    db: Skipped',
  ]);
  expect(linesIn('zh-CN').slice(1, 3)).toEqual(['恢复计划：失败', '  阶段一：完成']);
});
