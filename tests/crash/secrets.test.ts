import { readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { RunDocument } from '../../src-main/contract/run.ts';
import { readWorkbook } from '../../src-main/workbook/index.ts';
import { createConfigureSite, type ConfigureSite } from '../support/configure-site.ts';
import { runCommand, startCommand, type Ended } from '../support/crash-command.ts';
import { createSecretSearch, searchDirectory, type SecretSearch } from '../support/crash-secrets.ts';
import { buildSampleWorkbook } from '../support/sample-workbook.ts';

/** Characters that some layer or other writes differently than they are. */
const odd = String.raw`"\%+&<中文'/?= `;

/** Every password cell of the sample, each with a value of its own. */
const passwordCells: Readonly<Record<string, string>> = {
  '主机规划!M19': `Fisheye${odd}1x`,
  '集群管理信息!G3': `Tower${odd}2x`,
  ...Object.fromEntries(
    [3, 4, 5, 6].flatMap((row) => [
      [`主机规划!G${row}`, `Bmc-${row}${odd}3x`],
      [`主机规划!K${row}`, `Smartx-${row}${odd}4x`],
      [`主机规划!M${row}`, `Root-${row}${odd}5x`],
    ]),
  ),
};

function makeOddWorkbook(path: string): void {
  buildSampleWorkbook(path, { cells: passwordCells });
}

async function searchFor(workbook: string): Promise<SecretSearch> {
  const { secrets } = await readWorkbook(workbook);
  const known = [...secrets.values()].filter((value) => value.includes(odd));
  // That of CloudTower too, which nobody needs for this job: what is not known cannot be hidden.
  expect(new Set(known).size).toBe(Object.keys(passwordCells).length);
  return createSecretSearch([...new Set([...secrets.values(), ...Object.values(passwordCells)])]);
}

/** Configures the practice site of the home itself, so that its files are searched as well. */
function ownPractice({ workbook, iso, home }: ConfigureSite, faults: readonly string[]): readonly string[] {
  const ordered = faults.flatMap((fault) => ['--fault', fault]);
  return ['configure', workbook, '--practice', '--iso', iso, '--yes', '--home', home, ...ordered];
}

const runOf = ({ stdout }: Ended): RunDocument => JSON.parse(stdout) as RunDocument;

interface Said {
  readonly command: string;
  readonly ended: Ended;
}

/** Beside the workbook: nothing but the product's own lies in its home. */
const askedFor = ({ workbook }: ConfigureSite): string => join(dirname(workbook), 'asked-for.html');

/** Everything the product can be asked afterwards about the plan and the run. */
async function askEverything(scene: ConfigureSite): Promise<readonly Said[]> {
  const { workbook, home } = scene;
  const at = ['--home', home];
  const questions = [
    ['plan', 'show', workbook, '--json'],
    ['plan', 'show', workbook],
    ['plan', 'check', workbook, '--json'],
    ['runs', 'show', '0001', '--json'],
    ['runs', 'logs', '0001', '--json'],
    ['report', '0001', '--out', askedFor(scene)],
  ];
  const said: Said[] = [];
  for (const words of questions) {
    const ended = await runCommand([...words, ...at]);
    expect(ended.code, `${words.join(' ')}\n${ended.stderr}`).toBe(0);
    said.push({ command: words.slice(0, 2).join(' '), ended });
  }
  return said;
}

/** Where a secret of the workbook stands outside the workbook. */
async function leaks(scene: ConfigureSite, ran: readonly Said[]): Promise<readonly string[]> {
  const search = await searchFor(scene.workbook);
  const said = [...ran, ...(await askEverything(scene))];
  // The workbook's own parts are packed, so the search proves itself on a line that holds a password.
  expect(search('a line', `password ${passwordCells['主机规划!M19'] ?? ''}`)).not.toEqual([]);
  return [
    ...searchDirectory(scene.home, search),
    ...search('the report', readFileSync(askedFor(scene), 'utf8')),
    ...said.flatMap(({ command, ended }) => [
      ...search(`standard output of ${command}`, ended.stdout),
      ...search(`standard error of ${command}`, ended.stderr),
    ]),
  ];
}

it('leaves no secret of the workbook anywhere after a run that succeeded', async () => {
  await using scene = await createConfigureSite({ makeWorkbook: makeOddWorkbook });
  const ended = await runCommand([...ownPractice(scene, []), '--json']);
  expect(ended.code, ended.stderr).toBe(0);
  expect(runOf(ended)).toMatchObject({ state: 'succeeded', warnings: 0 });
  expect(await leaks(scene, [{ command: 'configure', ended }])).toEqual([]);
});

it('leaves no secret of the workbook anywhere after a run that failed in many ways', async () => {
  await using scene = await createConfigureSite({ makeWorkbook: makeOddWorkbook });
  const faults = [
    'http:status=503:every=11',
    'ipmi:host=demo-node-02:fail',
    'vlan:name=VLAN-2103:conflict',
    'job:kind=dns:fail',
    'ssh:host=demo-node-03:refuse',
    'ssh:host=demo-node-04:drop-after-change',
  ];
  const ended = await runCommand(ownPractice(scene, faults));
  expect(ended.code, ended.stderr).toBe(10);
  expect(await leaks(scene, [{ command: 'configure', ended }])).toEqual([]);
});

it('leaves no secret of the workbook anywhere after a run that was killed and gone on with', async () => {
  await using scene = await createConfigureSite({ makeWorkbook: makeOddWorkbook });
  const dying = startCommand([...ownPractice(scene, []), '--lang', 'en']);
  dying.killAt('Running  password:demo-node-02:root');
  const killed = await dying.ended;
  expect(killed.code).toBeNull();
  expect(searchDirectory(scene.home, await searchFor(scene.workbook))).toEqual([]);
  const resumed = await runCommand(['runs', 'retry', '0001', '--home', scene.home, '--json']);
  expect(resumed.code, resumed.stderr + resumed.stdout).toBe(0);
  expect(runOf(resumed)).toMatchObject({ state: 'succeeded', warnings: 0 });
  const ran = [
    { command: 'configure', ended: killed },
    { command: 'runs retry', ended: resumed },
  ];
  expect(await leaks(scene, ran)).toEqual([]);
});

it('leaves no secret in the home of a run that waits because its workbook is gone', async () => {
  await using scene = await createConfigureSite({ makeWorkbook: makeOddWorkbook });
  const dying = startCommand([...ownPractice(scene, []), '--lang', 'en']);
  dying.killAt('Running  iso');
  expect((await dying.ended).code).toBeNull();
  renameSync(scene.workbook, `${scene.workbook}.away`);
  const resumed = await runCommand(['runs', 'retry', '0001', '--home', scene.home, '--json']);
  expect(resumed.code, resumed.stderr).toBe(11);
  expect(runOf(resumed)).toMatchObject({ state: 'waiting', waiting: { reason: 'secrets' } });
  const search = await searchFor(`${scene.workbook}.away`);
  expect(searchDirectory(scene.home, search)).toEqual([]);
  expect(search('answer', resumed.stdout + resumed.stderr)).toEqual([]);
});
