import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createAnswerProxy } from '../support/crash-proxy.ts';
import { openDesk, startPractice } from './command.ts';

/** Sets the title and clears the screen, forges a line, turns the order of reading, and is markup and a formula as well. */
const hostile =
  '=HYPERLINK("x")\u001b]0;owned\u0007\u001b[2J\u009b31m\r\nsucceeded forged-line\u202egnp\u2066<img src=x onerror=alert(1)>';
/** As a cell holds it: control characters as Excel writes them. */
const inCell = hostile
  .replaceAll('\u001b', '_x001B_')
  .replaceAll('\u0007', '_x0007_')
  .replaceAll('\r', '_x000D_');

/** Nothing steers the terminal, and no line begins with what was forged. */
function expectHarmless(output: string): void {
  expect(output).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\u2028]/u);
  for (const line of output.split('\n')) {
    expect(line).not.toMatch(/^succeeded forged-line/);
  }
}

it('what a sheet holds is shown and never acted on, by any command that looks at it', async () => {
  const desk = openDesk({ '虚拟网络!D9': `${inCell}_x0041_`, '虚拟网络!F9': 9999 });
  const shown = await desk.run(['plan', 'show', 'plan.xlsx']);
  expect(shown.stdout).toContain('onerror=alert(1)');
  const out = join(desk.directory, 'findings.xlsx');
  for (const words of [
    ['plan', 'show', 'plan.xlsx'],
    ['plan', 'show', 'plan.xlsx', '--json'],
    ['plan', 'check', 'plan.xlsx'],
    ['plan', 'check', 'plan.xlsx', '--json'],
    ['plan', 'findings', 'plan.xlsx', '--out', out],
    ['plan', 'override', 'plan.xlsx', '虚拟网络!F9', '--value', hostile, '--reason', hostile],
    ['plan', 'ignore', 'plan.xlsx', 'vlan-format', '虚拟网络!F9', '--reason', hostile],
    ['plan', 'history', 'plan.xlsx'],
    ['plan', hostile],
    [hostile],
    ['configure', 'plan.xlsx', '--practice', '--preview'],
  ]) {
    const { stdout, stderr } = await desk.run(words);
    expectHarmless(stdout + stderr);
  }
});

it('what a site says is shown and never acted on: progress, run, log, question, report', async () => {
  const desk = openDesk();
  const practice = await startPractice(desk);
  await using proxy = await createAnswerProxy(practice.smartx.url);
  proxy.refuse('/api/v2/settings/dns', hostile);
  const configure = ['configure', 'plan.xlsx', `--practice=${proxy.url}`, '--yes', '--only', 'dns'];
  const ran = await desk.run(configure);
  expect(ran.stderr).toContain('onerror=alert(1)');
  expectHarmless(ran.stdout + ran.stderr);
  for (const words of [
    ['runs', 'show', '0001'],
    ['runs', 'logs', '0001'],
    ['runs', 'list'],
    ['runs', 'watch', '0001'],
    ['runs', 'answer', '0001'],
  ]) {
    const { stdout, stderr } = await desk.run(words);
    expectHarmless(stdout + stderr);
    const exact = await desk.run([...words, '--json']);
    expectHarmless(exact.stdout + exact.stderr);
    expect(() => JSON.parse(exact.stdout) as unknown).not.toThrow();
  }
  const { document } = await desk.json(['runs', 'show', '0001']);
  // For programs it is exactly what the site said.
  expect(JSON.stringify(document)).toContain(JSON.stringify('\u001b]0;owned\u0007').slice(1, -1));
  const log = readFileSync(join(desk.home, 'runs', '0001', 'logs', 'stage_config_cluster.log'), 'utf8');
  expect(log).toContain('onerror=alert(1)');
  expectHarmless(log);
  await desk.run(['report', '0001', '--out', 'report.html']);
  const report = readFileSync(join(desk.directory, 'report.html'), 'utf8');
  expect(report).toContain('onerror=alert(1)');
  expect(report).not.toContain('<img');
  expectHarmless(report);
});
