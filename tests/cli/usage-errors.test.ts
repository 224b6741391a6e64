import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../src-main/hosts/cli/command-line.ts';
import { openDesk } from './command.ts';

/** What the parser itself refuses, and what it says in Chinese. */
function refusedIn(words: readonly string[]): unknown {
  try {
    readCommandLine(words, {});
    return null;
  } catch (thrown) {
    return thrown;
  }
}

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
  ])('$words is told in both languages', ({ words, zh, en }) => {
    expect(refusedIn(words)).toEqual(usage(zh, en));
    expect((refusedIn(words) as { text: { zh: string } }).text.zh).not.toMatch(/argument|Unknown|specify/);
  });
});

describe('an empty value', () => {
  it.each([
    '--home',
    '--out',
    '--profile',
    '--base-url',
    '--practice',
    '--iso',
    '--token',
    '--reason',
    '--skip',
    '--fault',
    '--set',
    '--accept-fingerprint',
    '--port',
    '--pace',
    '--from',
  ])('of %s is refused', (option) => {
    expect(refusedIn(['plan', 'check', 'plan.xlsx', `${option}=`])).toEqual(
      usage(`${option} 的值为空`, `${option} has an empty value`),
    );
  });

  it('is allowed where it means something', () => {
    expect(refusedIn(['plan', 'override', 'plan.xlsx', 'A!B1', '--value', ''])).toBeNull();
    expect(refusedIn(['configure', 'plan.xlsx', '--engineer', ''])).toBeNull();
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
