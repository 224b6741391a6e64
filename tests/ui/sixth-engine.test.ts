import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { openWindow } from '../support/browser.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const patience = { timeout: 30_000 };

/** The line that each list gets for the engine; everything else it brings is a file of its own. */
const lists: Readonly<Record<string, string>> = {
  'src-main/services/all.ts': `export { openLamps } from './lamp/index.ts';`,
  'src-main/services/all-for-reading.ts': `export { lampsForReading } from './lamp/for-reading.ts';`,
  'src-main/api/engines/all.ts': `export { lamps } from './lamps.ts';`,
  'src-main/adapters/sqlite/migrations/all.ts': `export { lamps } from './9000-lamps.ts';`,
  'src-main/hosts/gateway/rest/all.ts': `export { lampRoutes } from './lamps.ts';`,
  'src-renderer/pages/all.ts': `export { lampPages } from './lamps/index.tsx';`,
};
const commandList = 'src-main/hosts/cli/commands/all.ts';
const commandLine = `  'lamps turn': () => import('./lamps/turn.ts'),`;

/** The product with one engine more. */
function addEngine(): string {
  const product = join(temporaryDirectory(), 'product');
  const sources = ['src-main', 'src-preload', 'src-renderer', 'bin', 'scripts', 'resources'];
  const single = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'LICENSE'];
  for (const name of [...sources, ...single, 'tsconfig.base.json']) {
    cpSync(name, join(product, name), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(product, 'node_modules'));
  // No file of the product is written over.
  cpSync('tests/sixth-engine/files', product, { recursive: true, force: false, errorOnExist: true });
  for (const [list, line] of Object.entries(lists)) {
    appendFileSync(join(product, list), `${line}\n`);
  }
  const commands = join(product, commandList);
  writeFileSync(commands, readFileSync(commands, 'utf8').replace(/^};$/m, `${commandLine}\n};`));
  return product;
}

function node(product: string, ...words: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, words, { cwd: product, encoding: 'utf8' });
}

interface Served {
  readonly url: string;
  readonly openUrl: string;
  readonly token: string;
}

async function serve(product: string, home: string): Promise<Served> {
  const child = spawn(process.execPath, ['bin/sitewright.js', 'serve', '--home', home], {
    cwd: product,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    child.kill();
    await once(child, 'exit');
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return JSON.parse(line) as Served;
}

it('a sixth engine is its own files and one line in each of seven lists', { timeout: 300_000 }, async () => {
  const product = addEngine();
  const home = join(product, 'home');

  const { compilerOptions } = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as {
    compilerOptions: object;
  };
  const ofMain = { extends: './tsconfig.base.json', compilerOptions, include: ['src-main'] };
  writeFileSync(join(product, 'tsconfig.json'), JSON.stringify(ofMain));
  for (const project of ['tsconfig.json', 'src-renderer']) {
    expect(node(product, 'node_modules/typescript/bin/tsc', '-p', project).stdout).toBe('');
  }
  expect(node(product, 'scripts/build.mjs', '--always')).toMatchObject({ status: 0, stderr: '' });

  // A command.
  const turned = node(product, 'bin/sitewright.js', 'lamps', 'turn', 'kitchen', '--home', home, '--json');
  expect([turned.status, turned.stderr]).toEqual([0, '']);
  expect(JSON.parse(turned.stdout)).toMatchObject({ kind: 'lamp', state: 'succeeded' });
  const listed = node(product, 'bin/sitewright.js', 'runs', 'list', '--home', home, '--json');
  expect(JSON.parse(listed.stdout)).toMatchObject({
    runs: [{ id: '0001', kind: 'lamp', title: 'Lamp kitchen' }],
  });
  const help = node(product, 'bin/sitewright.js', '--help');
  expect(help.stdout).toContain('lamps turn');

  // Its report.
  const out = join(product, 'lamp.html');
  const made = node(product, 'bin/sitewright.js', 'report', '0001', '--home', home, '--out', out, '--json');
  expect([made.status, made.stderr]).toEqual([0, '']);
  expect(readFileSync(out, 'utf8')).toContain('turn:kitchen');

  // A secret that a run waits for; whoever refuses it is quoted without it.
  const locked = ['lamps', 'turn', 'safe', '--locked', '--home', home, '--json'];
  const waiting = node(product, 'bin/sitewright.js', ...locked);
  expect(JSON.parse(waiting.stdout)).toMatchObject({
    state: 'waiting',
    waiting: { reason: 'secrets' },
  });
  const give = (pin: string, ...words: readonly string[]): SpawnSyncReturns<string> =>
    spawnSync(
      process.execPath,
      ['bin/sitewright.js', 'runs', 'retry', '0002', '--home', home, '--json', ...words],
      {
        cwd: product,
        encoding: 'utf8',
        env: { ...process.env, PIN: pin },
      },
    );
  const wrong = give('Wrong-4712', '--secret', 'pin=env:PIN');
  expect(wrong.stdout).toContain('Lamp safe refuses ***');
  expect(JSON.parse(give('Hush-4711', '--secret', 'pin=env:PIN').stdout)).toMatchObject({
    state: 'succeeded',
  });

  // An address.
  const served = await serve(product, home);
  const put = (token: string, body: unknown): Promise<Response> =>
    fetch(`${served.url}/apis/lamps/hall`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await put('', true)).status).toBe(401);
  expect(await (await put(served.token, true)).json()).toEqual({ run: '0003', state: 'succeeded' });
  const refused = await put(served.token, 'bright');
  expect([refused.status, await refused.json()]).toEqual([400, { lamp: 'INPUT_INVALID' }]);

  // A page with its topic; the shared ones know its runs.
  const { page } = await openWindow({ language: 'en' });
  await page.goto(served.openUrl);
  await page.getByRole('navigation').getByRole('link', { name: 'Lamps' }).click(patience);
  const lamps = page.getByRole('grid', { name: 'Lamps' }).or(page.getByRole('table', { name: 'Lamps' }));
  const rows = lamps.locator('tbody tr');
  const shown = async (): Promise<string[]> => (await rows.allTextContents()).sort();
  await expect.poll(shown, patience).toEqual(['hallOnTurn', 'kitchenOnTurn', 'safeOnTurn']);
  await rows.filter({ hasText: 'hall' }).getByRole('button').click();
  await expect.poll(shown, patience).toEqual(['hallOffTurn', 'kitchenOnTurn', 'safeOnTurn']);
  // What the watch saw: the lamps of this process.
  await page.reload();
  await page.getByText('0 On').waitFor(patience);
  await page.goto(`${served.url}/#/runs/0004`);
  await page.getByRole('heading', { name: 'Run 0004' }).waitFor(patience);
  await page.getByText('Lamp hall').first().waitFor(patience);

  // Its report is shown and led to without a page of its own.
  await page.getByRole('navigation').getByRole('link', { name: 'Report', exact: true }).click(patience);
  const report = page.frameLocator('iframe[title="Acceptance report LAMP-0004"]');
  await report.getByRole('heading', { name: 'Lamp report' }).waitFor(patience);
  expect(await report.locator('#chapter-2').textContent()).toMatch(/Lamps.*turn:hall/s);
  // So it is by the address of earlier versions.
  await page.goto(`${served.url}/#/run/0003/report`);
  await page
    .frameLocator('iframe[title="Acceptance report LAMP-0003"]')
    .locator('#chapter-2')
    .waitFor(patience);
});
