import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDesk, type Desk } from './command.ts';

const password = 'S3cretInUrl99';

/** Every file of the home, for what must not be in it. */
function homeHolds(desk: Desk, text: string): boolean {
  if (!existsSync(desk.home)) {
    return false;
  }
  const names = readdirSync(desk.home, { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => join(desk.home, name))
    .filter((path) => statSync(path).isFile())
    .some((path) => readFileSync(path).includes(text));
}

async function refused(desk: Desk, words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const ended = await desk.run(['configure', 'plan.xlsx', ...words, '--json'], environment);
  const { error } = JSON.parse(ended.stdout) as { error: { code: string; message: string } };
  return { ...ended, ...error, exit: ended.code };
}

describe('an order that cannot go well', () => {
  it.each([
    ['--base-url', ['--yes', `--base-url=https://operator:${password}@127.0.0.1:1/x?y`]],
    ['--base-url', ['--preview', `--base-url=http://operator:${password}@127.0.0.1:1`]],
    ['--base-url', ['--preflight', `--base-url=ftp://operator:${password}@127.0.0.1`]],
    ['--practice', ['--yes', `--practice=http://operator:${password}@127.0.0.1:1`]],
    ['--practice', ['--preview', `--practice=127.0.0.1:1`]],
  ])('names %s and keeps nothing of its password', async (option, words) => {
    const desk = openDesk();
    for (const language of ['en', 'zh-CN']) {
      const { exit, code, message, stdout, stderr } = await refused(desk, [...words, '--lang', language]);
      expect([exit, code]).toEqual([2, 'INPUT_INVALID']);
      expect(message).toContain(option);
      expect(stdout + stderr).not.toContain(password);
    }
    expect(homeHolds(desk, password)).toBe(false);
    expect((await desk.json(['runs', 'list'])).document).toEqual({ runs: [] });
  });

  it.each([
    ['a fingerprint that is none', ['--accept-fingerprint', 'yes'], '--accept-fingerprint'],
    ['an empty ISO', ['--iso', 'empty.iso'], 'empty.iso'],
    ['the workbook as the image', ['--iso', 'plan.xlsx'], 'plan.xlsx is the workbook itself'],
    ['a fault of a network that is not planned', ['--fault', 'vlan:name=VLAN-1:conflict'], 'VLAN-2101'],
    ['a fault of a host that is not planned', ['--fault', 'ssh:host=other:refuse'], 'demo-node-01'],
    ['a fault of a port that is not planned', ['--fault', 'nic:name=eno9:absent'], 'no port eno9'],
    ['a token with a line break', ['--token', 'env:TOKEN'], 'token'],
  ])('is refused before a run is made: %s', async (_what, words, names) => {
    const desk = openDesk();
    writeFileSync(join(desk.directory, 'empty.iso'), '');
    const environment = { TOKEN: 'abc\nxyz42' };
    const { exit, code, message } = await refused(desk, [...words, '--practice', '--yes'], environment);
    expect([exit, code, message]).toEqual([
      2,
      words[0] === '--fault' ? 'FAULT_INVALID' : 'INPUT_INVALID',
      expect.stringContaining(names),
    ]);
    expect(message).not.toContain('xyz42');
    expect((await desk.json(['runs', 'list'])).document).toEqual({ runs: [] });
  });

  it('a secret that nothing asks for is refused at a retry, too', async () => {
    const desk = openDesk();
    expect((await desk.json(['configure', 'plan.xlsx', '--practice', '--only', 'dns', '--yes'])).code).toBe(
      0,
    );
    const retry = ['runs', 'retry', '0001', '--secret', 'hosts.password=env:SECRET'];
    const { code, document } = await desk.json(retry, { SECRET: 'abc' });
    expect([code, document]).toMatchObject([2, { error: { code: 'USAGE' } }]);
  });
});
