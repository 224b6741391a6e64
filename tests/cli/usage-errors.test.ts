import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src-main/hosts/cli/commands/all.ts';
import { readCommandLine } from '../../src-main/hosts/cli/read-command-line.ts';
import { openDesk } from './command.ts';

/** What the parser itself refuses, and what it says in Chinese. */
const refusedIn = (words: readonly string[]): Promise<unknown> =>
  readCommandLine(words, {}, commands).then(
    () => null,
    (thrown: unknown) => thrown,
  );

const usage = (zh: string, en: string): unknown =>
  expect.objectContaining({
    code: 'USAGE',
    category: 'invalid',
    text: { zh: expect.stringContaining(zh) as string, en: expect.stringContaining(en) as string },
  });

describe('numbers of options', () => {
  it.each(['99999', '65536', '-1', 'abc', '1.5', '1e3', ' 80', '0x50', '9999999999999'])(
    '%s is no port: exit 2, in the language of the command, and nothing is opened',
    async (given) => {
      const desk = openDesk();
      const asked = [
        ['serve', `--port=${given}`],
        ['practice', `--smartx-port=${given}`],
      ];
      for (const words of asked) {
        const { code, document } = await desk.json([...words, '--lang', 'zh-CN']);
        expect([code, document]).toMatchObject([2, { error: { code: 'USAGE', category: 'invalid' } }]);
        const { message } = (document as { error: { message: string } }).error;
        expect(message).toContain(`只能是 0 到 65535 的整数，不能是 ${given}`);
      }
      expect(existsSync(desk.home)).toBe(false);
    },
  );

  it.each(['0', '-5', '2000000000'])('a chunk of %s bytes is refused', async (given) => {
    const { code, document } = await openDesk().json(['practice', `--chunk-size=${given}`]);
    expect([code, document]).toMatchObject([2, { error: { code: 'USAGE' } }]);
  });

  it('a port without its option is not passed over', async () => {
    for (const words of [
      ['serve', '8080'],
      ['practice', '8080'],
    ]) {
      const { code, document } = await openDesk().json(words);
      expect([code, document]).toMatchObject([2, { error: { code: 'USAGE' } }]);
    }
  });
});

describe('what the parser refuses', () => {
  it.each([
    { words: ['serve', '--port', '-1'], zh: '选项 --port 缺少值', en: 'option --port needs a value' },
    { words: ['serve', '--port'], zh: '选项 --port 缺少值', en: '--port=VALUE' },
    { words: ['serve', '--json=yes'], zh: '选项 --json 不带值', en: 'option --json takes no value' },
    { words: ['serve', '--nope'], zh: '没有选项 --nope', en: 'option --nope does not exist' },
    { words: ['serve', '-z'], zh: '没有选项 -z', en: 'option -z does not exist' },
  ])('$words is told in both languages', async ({ words, zh, en }) => {
    expect(await refusedIn(words)).toEqual(usage(zh, en));
    expect(((await refusedIn(words)) as { text: { zh: string } }).text.zh).not.toMatch(
      /argument|Unknown|specify/,
    );
  });
});

describe('an empty value', () => {
  it.each([
    ['--home', 'runs list'],
    ['--out', 'report 0001'],
    ['--profile', 'plan check plan.xlsx'],
    ['--base-url', 'configure plan.xlsx'],
    ['--practice', 'configure plan.xlsx'],
    ['--iso', 'configure plan.xlsx'],
    ['--token', 'configure plan.xlsx'],
    ['--reason', 'runs skip 0001 dns'],
    ['--skip', 'configure plan.xlsx'],
    ['--fault', 'practice'],
    ['--set', 'runs retry 0001'],
    ['--accept-fingerprint', 'configure plan.xlsx'],
    ['--port', 'serve'],
    ['--pace', 'practice'],
    ['--from', 'plan diff plan.xlsx'],
  ])('of %s is refused by %s', async (option, command) => {
    const told = usage(`${option} 的值为空`, `${option} has an empty value`);
    expect(await refusedIn([...command.split(' '), `${option}=`])).toEqual(told);
  });

  it('is allowed where it means something', async () => {
    expect(await refusedIn(['plan', 'override', 'plan.xlsx', 'A!B1', '--value', ''])).toBeNull();
    expect(await refusedIn(['configure', 'plan.xlsx', '--engineer', ''])).toBeNull();
  });

  it('as a workbook or a home does not stand for where the person stands', async () => {
    const desk = openDesk();
    for (const words of [
      ['plan', 'check', ''],
      ['runs', 'list', '--home', ''],
    ]) {
      const { code, document } = await desk.json(words);
      expect([code, document]).toMatchObject([2, { error: { code: 'USAGE' } }]);
    }
  });
});
