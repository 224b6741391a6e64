import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openDesk, program } from './command.ts';

const full = '/dev/full';

describe.skipIf(!existsSync(full))('output that takes nothing (needs /dev/full)', () => {
  const to = (words: string): string => `"$NODE" "$PROGRAM" ${words}`;
  const open = () => {
    const desk = openDesk();
    const shell = (words: string) =>
      desk.runProgram('bash', ['-c', `NODE='${process.execPath}' PROGRAM='${program}'; ${words}`]);
    return { desk, shell };
  };

  it('does not end a run: it is done, and the command says that its words are lost', async () => {
    const { desk, shell } = open();
    const run = to(`configure plan.xlsx --practice --yes --only dns --home '${desk.home}'`);
    expect((await shell(`${run} >${full} 2>${full}`)).code).toBe(6);
    const { document } = await desk.json(['runs', 'list']);
    expect(document).toMatchObject({ runs: [{ id: '0001', state: 'succeeded' }] });
    for (const words of ['runs list', 'runs list --json', 'runs show 0001', '--help']) {
      const { code, stderr } = await shell(`${to(`${words} --home '${desk.home}'`)} >${full}`);
      expect([words, code]).toEqual([words, 6]);
      expect(stderr).toMatch(/^sitewright: Standard output could not be written \(ENOSPC\)[^\n]*\n$/);
    }
  });

  it('is nothing to whom a log is lost, and a reader that has seen enough is no failure', async () => {
    const { shell } = open();
    expect(await shell(`${to('--help')} 2>${full}`)).toMatchObject({ code: 0, stderr: '' });
    const help = await shell(`set -o pipefail; ${to('--help')} | true`);
    expect(help).toMatchObject({ code: 0, stderr: '' });
  });
});
