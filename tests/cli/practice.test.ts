import { describe, expect, it } from 'vitest';
import type { RunDocument } from '../../src-main/contract/run.ts';
import { openDesk, startPractice } from './command.ts';

const conflict = 'vlan:name=VLAN-2103:conflict';
const network = 'vlan:vDS-Business/VLAN-2103';

interface Failure {
  readonly error: { readonly code: string; readonly message: string };
}

describe('what goes with --practice', () => {
  it.each([
    { words: ['--practice', '--fault', 'disk:full'], code: 'FAULT_INVALID' },
    { words: ['--practice', '--pace', 'slow'], code: 'USAGE' },
    { words: ['--base-url', 'https://10.0.0.1', '--pace', 'fast'], code: 'USAGE' },
    { words: ['--base-url', 'https://10.0.0.1', '--practice-fresh'], code: 'USAGE' },
    { words: ['--base-url', 'https://10.0.0.1', '--fault', conflict], code: 'USAGE' },
  ])('$words is refused before the workbook is looked for', async ({ words, code }) => {
    const { code: exit, document } = await openDesk().json(['configure', 'nowhere.xlsx', ...words]);
    expect([exit, (document as Failure).error.code]).toEqual([2, code]);
  });

  it('says in Chinese that there is no such fault, and where to choose one', async () => {
    const ended = await openDesk().run([
      'configure',
      'plan.xlsx',
      '--practice',
      '--fault',
      'disk:full',
      '--lang',
      'zh-CN',
    ]);
    expect(ended.stderr).toContain('无此故障，请从列表选择');
  });

  it('serves a Kubernetes beside it, and says where its kubeconfig lies', async () => {
    const desk = openDesk();
    const { kubernetes } = await startPractice(desk);
    const words = ['connections', 'add', 'practice', '--kubeconfig', kubernetes.kubeconfig];
    expect((await desk.run(words)).code).toBe(0);
    expect(await desk.json(['connections', 'test', 'practice'])).toMatchObject({
      code: 0,
      document: { reachable: true, version: 'v1.36.3', problems: [] },
    });
  });

  it('serves at no pace that there is not', async () => {
    const ended = await openDesk().run(['practice'], { SITEWRIGHT_PRACTICE_PACE: 'brisk' });
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('SITEWRIGHT_PRACTICE_PACE')]);
  });

  it('goes on with the site as it was left, and begins anew when that is asked for', async () => {
    const desk = openDesk();
    const configure = async (...words: readonly string[]): Promise<RunDocument> =>
      (await desk.json(['configure', 'plan.xlsx', '--practice', '--yes', ...words])).document;
    const changedIn = ({ steps }: RunDocument): (boolean | null | undefined)[] =>
      ['dns', network].map((key) => steps.find((step) => step.key === key)?.changed);

    const first = await configure();
    expect([first.state, first.faults, changedIn(first)]).toEqual(['succeeded', [], [true, true]]);
    const again = await configure('--fault', conflict);
    expect([again.state, again.faults, changedIn(again)]).toEqual(['succeeded', [conflict], [false, false]]);
    const fresh = await configure('--fault', conflict, '--practice-fresh', '--overwrite-serial');
    expect([fresh.state, fresh.faults, changedIn(fresh)]).toEqual(['failed', [conflict], [true, null]]);
    const preview = await desk.json([
      'configure',
      'plan.xlsx',
      '--practice',
      '--preview',
      '--fault',
      conflict,
    ]);
    expect(preview.document).toMatchObject({ faults: [conflict] });
  });
});
