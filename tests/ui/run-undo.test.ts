import { expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { runPage } from './run-page.ts';

const patience = { timeout: 20_000 };

it('a run that takes another back shows no stage but itself, leads to that run, and asks about its own steps', async () => {
  const scene = await openScene();
  await scene.openImport();
  const first = await scene.configure({ only: ['vds', 'vlan'] });
  const { page, go } = await openConsole(scene.application());
  await go(`/runs/${first.id}`);
  const on = runPage(page);
  await page
    .getByRole('navigation', { name: '任务阶段' })
    .getByRole('link', { name: '变更预览' })
    .waitFor(patience);
  // Everything went well: there is nothing to report.
  expect(await page.getByRole('button', { name: '复制报障信息' }).count()).toBe(0);
  await page.getByRole('button', { name: '撤销改动…' }).click();
  const named = [
    '业务虚拟网络 VLAN-2103',
    '业务虚拟网络 VLAN-2102',
    '业务虚拟网络 VLAN-2101',
    '业务虚拟交换机 vDS-Business',
  ];
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('listitem').allTextContents()).toEqual(named);
  expect(await dialog.textContent()).toContain('执行之后在其上所做的改动会一并丢失');
  await dialog.getByRole('button', { name: '新建撤销任务' }).click();
  await on.question.waitFor(patience);
  const steps = (await scene.client().runs.show({ run: '0002' })).steps.length;
  expect(steps).toBeGreaterThan(1);
  await expect
    .poll(() => on.question.getByRole('heading').textContent(), patience)
    .toBe(`将撤销 0001 的 ${steps} 步，核对后开始`);
  const listed = await on.question.getByRole('listitem').allTextContents();
  expect(listed).toHaveLength(steps);
  expect(listed.map((text) => text.replace('↶ ', ''))).toEqual(expect.arrayContaining(named));
  // Nothing is started before a person has said that the list was read; to end it needs no such word.
  const state = async (): Promise<string> => (await scene.client().runs.show({ run: '0002' })).state;
  const start = on.question.locator('.question-foot button');
  expect(await start.getAttribute('aria-disabled')).toBe('true');
  await page.keyboard.press('Control+Enter');
  expect(await state()).toBe('waiting');
  await on.question.getByRole('radio').last().check();
  expect(await start.getAttribute('aria-disabled')).not.toBe('true');
  await on.question.getByRole('radio').first().check();
  await on.question.getByRole('checkbox', { name: '我已核对以上对象' }).check();
  expect(await start.getAttribute('aria-disabled')).not.toBe('true');
  expect(await page.locator('main').textContent()).not.toContain('变更预览');
  const stages = page.getByRole('navigation', { name: '任务阶段' });
  expect(await stages.textContent()).toBe('执行');
  expect(await stages.getByRole('link').count()).toBe(0);
  // The run's own question is something that needs a person.
  await page.getByRole('button', { name: '需处理 1' }).click();
  await on.step('VLAN').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '任务正在等待处理，查看问题' }).waitFor(patience);
  await page.getByRole('link', { name: '撤销 0001' }).click();
  await expect.poll(() => page.url()).toContain('#/runs/0001');

  // Typed by hand: no report is made of it, and both ways on are there.
  for (const [typed, title] of [
    ['check', '核对'],
    ['report', '验收报告'],
  ]) {
    await go(`/runs/0002/${typed}`);
    const none = page.getByText('撤销任务没有验收报告');
    await none.waitFor(patience);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
    expect(await stages.textContent()).toBe('执行');
    await page.getByRole('link', { name: '被撤销的 0001' }).click();
    await expect.poll(() => page.url()).toContain(`#/runs/0001/${typed}`);
    await none.waitFor({ state: 'detached' });
    await go(`/runs/0002/${typed}`);
    await page.getByRole('link', { name: '返回 0002' }).click();
    await expect.poll(() => page.url()).toMatch(/#\/runs\/0002$/);
  }

  await go('/');
  const waiting = page.getByRole('region', { name: '等我处理' });
  await expect.poll(() => waiting.textContent(), patience).toContain('集群配置 · 撤销');
  await expect.poll(() => waiting.textContent(), patience).toContain(`将撤销 0001 的 ${steps} 步`);
});

it('a run that was undone says so wherever it is shown, and leads to the run that did it', async () => {
  const scene = await openScene();
  await scene.openImport();
  const first = await scene.configure({ only: ['vds', 'vlan'] });
  const client = scene.client();
  const revert = await client.runs.revert({ run: first.id });
  await client.runs.answer({ run: revert, question: null, choice: 'confirm', value: null, reason: null });
  await client.runs.settled({ run: revert });
  const { page, go } = await openConsole(scene.application());
  const on = runPage(page);
  await go(`/runs/${first.id}`);
  await expect.poll(() => on.state.textContent(), patience).toBe('已被 0002 撤销（部分）');
  await expect.poll(() => page.locator('.run-columns').textContent(), patience).toContain('已撤销');
  // There is nothing left that could be undone.
  expect(await page.getByRole('button', { name: '撤销改动…' }).count()).toBe(0);
  for (const place of ['/', '/runs', '/sites', '/configure']) {
    await go(place);
    const said = place === '/sites' ? '撤销 0001' : '已被 0002 撤销（部分）';
    await page.getByRole('link', { name: said, exact: true }).first().waitFor(patience);
  }
  await go('/runs');
  await page.getByRole('link', { name: '已被 0002 撤销（部分）' }).click();
  await expect.poll(() => page.url()).toMatch(/#\/runs\/0002$/);
  await go(`/runs/${first.id}/report`);
  const report = page.frameLocator('iframe');
  await report.getByText('本任务的部分变更已被执行任务 0002 撤销').waitFor(patience);
  expect(await report.locator('.choice b').textContent()).toBe('不通过');
});
