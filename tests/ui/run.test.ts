import { describe, expect, it } from 'vitest';
import { openScene, stepOf, type Scene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { deploy, spareOf } from '../support/other-hosts.ts';
import { runPage } from './run-page.ts';

const patience = { timeout: 20_000 };

async function at(scene: Scene, run: string, options = {}) {
  const console = await openConsole(scene.application(), options);
  await console.go(`/runs/${run}`);
  return { ...console, on: runPage(console.page) };
}

describe('a run that failed', () => {
  it('opens at the failure, and is edited, retried and seen through in place', async () => {
    const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    const { on, page } = await at(scene, run.id);
    await expect.poll(() => on.state.textContent(), patience).toBe('失败');
    await expect.poll(() => on.detail.textContent()).toContain('VLAN-2102');
    expect(await on.detail.textContent()).toContain('API_CONFLICT');
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /名称/ }).fill('VLAN-2102b');
    await dialog.getByRole('textbox', { name: '原因' }).fill('现场已有同名网络');
    await dialog.getByRole('button', { name: '修改并重试' }).click();
    await expect.poll(() => on.state.textContent(), patience).toBe('完成');
    const names = scene
      .site()
      .state()
      .switches.flatMap(({ vlans }) => vlans.map(({ name }) => name));
    expect(names).toContain('VLAN-2102b');
  });

  it('is settled by hand with a reason, and says so', async () => {
    const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    const { on, page } = await at(scene, run.id);
    await on.action(/标记为已完成/).click();
    // The reason can be typed at once.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toMatch(/INPUT|TEXTAREA/);
    await on.decide('标记', '客户已手工创建');
    await expect.poll(() => on.state.textContent(), patience).toMatch(/^完成/);
    await on.choose('VLAN-2102').catch(() => undefined);
    expect(
      (await scene.client().runs.show({ run: run.id })).steps.find(({ key }) => key.endsWith('VLAN-2102')),
    ).toMatchObject({
      state: 'succeeded',
      message: { zh: '人工标记为已完成：客户已手工创建' },
    });
  });

  it('offers for a step only what could ever settle its failure', async () => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const run = await scene.configure({ only: ['dns'] });
    const { on } = await at(scene, run.id, { language: 'en' });
    await on.action(/Skip/).waitFor(patience);
    expect(await on.action(/Use existing/).count()).toBe(0);
    expect(await on.detail.textContent()).not.toContain('no existing object');
    await expect.poll(() => on.state.textContent()).toBe('Done, with warnings');
  });
});

it('what a run changed is taken back by another one, once that was confirmed', async () => {
  const scene = await openScene();
  const run = await scene.configure({ only: ['vds', 'vlan'] });
  const { on, page } = await at(scene, run.id);
  await page.getByRole('button', { name: '撤销改动' }).click(patience);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => page.url(), patience).toContain('#/runs/0002');
  await expect.poll(() => on.question.textContent(), patience).toContain('将撤销 0001 的');
  expect(
    scene
      .site()
      .state()
      .switches.flatMap(({ vlans }) => vlans).length,
  ).toBeGreaterThan(2);
  await on.question.getByRole('checkbox', { name: '我已核对以上对象' }).check();
  await on.answer('开始执行');
  await expect.poll(() => on.state.textContent(), patience).toBe('完成');
  expect(
    scene
      .site()
      .state()
      .switches.filter(({ name }) => name === 'vDS-Business'),
  ).toEqual([]);
  expect(await page.getByRole('button', { name: '撤销改动' }).count()).toBe(0);
});

describe('a run that waits', () => {
  it('to be confirmed starts when a person says so', async () => {
    const scene = await openScene();
    const run = await scene.configure({ only: ['dns'], confirmed: false });
    const { on, page } = await at(scene, run.id);
    await expect.poll(() => on.question.textContent(), patience).toContain('任务已完成规划');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => on.state.textContent(), patience).toBe('完成');
  });

  it('is not answered by the key that confirms the question whether to cancel it', async () => {
    const scene = await openScene();
    const run = await scene.configure({ only: ['dns'], confirmed: false });
    const { on, page } = await at(scene, run.id);
    await page.getByRole('button', { name: '取消执行' }).first().click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => on.state.textContent(), patience).toBe('已取消');
    expect(await scene.journal()).toEqual([]);
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  it('for another site shows the recorded hosts beside those that answer, and cannot be confirmed away', async () => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const run = await scene.configure({ only: ['dns'] });
    await scene.replaceSite();
    await scene.retry(run.id);
    const { on, page } = await at(scene, run.id);
    await expect.poll(() => on.question.textContent(), patience).toContain('原有 2 台主机只找到 0 台');
    expect(await on.question.getByRole('row').count()).toBe(5);
    const radios = on.question.getByRole('radio');
    expect(await radios.count()).toBe(3);
    expect(await radios.last().isDisabled()).toBe(true);
    expect(await on.question.textContent()).toContain('现在 0 台一致');
    expect(await page.locator('.bar').textContent()).toContain('身份不一致');
    await on.answer('结束任务');
    await expect.poll(() => on.state.textContent(), patience).toBe('已取消');
  });

  it('for passwords takes them in place and goes on; they are nowhere on the page', async () => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const run = await scene.configure({ only: ['dns'] });
    scene.saveWorkbook({ '主机规划!M19': null });
    await scene.restartSite();
    await scene.restartRuntime();
    await scene.retry(run.id);
    await scene.answer(run.id, 'snapshot').catch(() => undefined);
    const { on, page } = await at(scene, run.id);
    await expect.poll(() => on.question.textContent(), patience).toContain('cluster.administrator.password');
    await on.question.locator('input[type="password"]').first().fill('Demo-fisheye-01');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => on.state.textContent(), patience).toMatch(/^完成/);
    expect(await page.content()).not.toContain('Demo-fisheye-01');
  });

  it('for the hosts to be told apart takes one for each, and never one for two', async () => {
    const scene = await openScene();
    await deploy(scene, spareOf);
    const run = await scene.configure({ only: ['dns'] });
    const { on, page } = await at(scene, run.id);
    await expect.poll(() => on.question.textContent(), patience).toContain('demo-node-02');
    await on.question.getByRole('radio', { name: '按填写的配对' }).check();
    const act = on.question.locator('.question-foot button');
    expect(await act.getAttribute('title')).toBe('请为每台规划主机选择一台扫描到的主机');
    const choose = async (host: string): Promise<void> => {
      await on.question.getByRole('combobox', { name: 'demo-node-02 对应的主机' }).click();
      await page.locator('.ant-select-item-option').filter({ hasText: host }).last().click();
    };
    await choose('demo-node-01');
    await expect.poll(() => act.getAttribute('title')).toBe('同一台主机被选了两次');
    await choose('spare');
    await act.click();
    await expect.poll(() => on.state.textContent(), patience).toBe('完成');
  });

  it('because a step asks is answered at the step, with the reason it wants', async () => {
    const scene = await openScene({ cells: { '主机规划!E19': 'OLD-SERIAL' } });
    const run = await scene.configure({ only: ['serial', 'write-back'] });
    const { on } = await at(scene, run.id);
    await expect.poll(() => on.question.textContent(), patience).toContain('OLD-SERIAL');
    const choices = on.question.getByRole('radio');
    await choices.nth(1).check();
    expect(await on.question.locator('.question-foot button').getAttribute('title')).toBe('请填写原因');
    await on.question.getByRole('textbox').fill('合同已印');
    await on.question.locator('.question-foot button').click();
    await expect.poll(() => on.state.textContent(), patience).toBe('完成');
  });
});

describe('a run whose machine slept', () => {
  const lid = { from: Date.now() - 23 * 60_000, until: Date.now() };

  it('shows what is looked at in order, stops at another site, and goes on once it is told to', async () => {
    const scene = await openScene({ faults: ['job:kind=ntp:stuck'] });
    const { runs, system } = scene.client();
    const id = await scene.start({ only: ['ntp'] });
    const ntp = async () => stepOf(await runs.show({ run: id }), 'ntp').state;
    await expect.poll(ntp, patience).toBe('running');
    const { on, page } = await at(scene, id);
    await scene.replaceSite();
    await system.slept(lid);
    const banner = page.locator('.sleep-banner');
    await expect.poll(() => banner.textContent(), patience).toContain('休眠 23 分钟，核对未通过');
    const looks = page.locator('.sleep-looks ol > li');
    expect(await looks.locator('> b').allTextContents()).toEqual([
      '网卡',
      '节点',
      '会话',
      '集群任务',
      '分片',
    ]);
    expect(await looks.nth(1).textContent()).toContain('不一致');
    expect(await looks.nth(2).textContent()).toContain('未开始');
    expect(await page.locator('.bar').textContent()).toContain('身份不一致');
    expect(await page.locator('.cut-off').textContent()).toContain('NTP');

    await scene.restartSite();
    await on.answer('重新核对');
    await expect.poll(() => banner.textContent(), patience).toContain('核对一致');
    await on.answer('继续执行');
    await expect.poll(() => on.state.textContent(), patience).toBe('完成');
  });

  it('leads to the step that was cut off, and back', async () => {
    const scene = await openScene({ faults: ['job:kind=ntp:stuck'] });
    const { runs, system } = scene.client();
    const id = await scene.start({ only: ['ntp'] });
    const ntp = async () => stepOf(await runs.show({ run: id }), 'ntp').state;
    await expect.poll(ntp, patience).toBe('running');
    await system.slept(lid);
    const { on, page } = await at(scene, id, { language: 'en' });
    await page.locator('.cut-off').getByRole('button', { name: 'NTP' }).click();
    await expect.poll(() => on.detail.textContent(), patience).toContain('Unknown');
    await page.getByRole('button', { name: /Back to the question/ }).click();
    await expect
      .poll(() => page.locator('.sleep-banner').textContent(), patience)
      .toContain('all checks passed');
  });
});

it('a run in English in a small window cuts no state, no group and no count beside a feature', async () => {
  const scene = await openScene();
  const run = await scene.configure({ confirmed: false });
  const { page, on } = await at(scene, run.id, { language: 'en' });
  await on.state.waitFor(patience);
  const within = page.locator('.run-steps tr.group .cut, .run-steps td:nth-child(n + 2), .navigation a');
  await page.locator('.navigation b').first().waitFor(patience);
  const cut = await within.evaluateAll((all) =>
    all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
  );
  expect(await within.count()).toBeGreaterThan(20);
  expect(cut).toEqual([]);
});

describe('a run at work', () => {
  it('shows its progress, and is canceled from its head', async () => {
    const scene = await openScene({ faults: ['upload:chunk=2:fail=2'] });
    const id = await scene.start({ isoPath: scene.iso, only: ['iso'] });
    const { on, page } = await at(scene, id);
    await expect.poll(() => on.state.textContent(), patience).toBe('执行中');
    await page.getByRole('button', { name: '取消执行' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: '取消执行' }).click();
    await expect.poll(() => on.state.textContent(), patience).toBe('已取消');
  });

  it('is the same in two windows, in two languages', async () => {
    const scene = await openScene();
    const run = await scene.configure({ only: ['dns'], confirmed: false });
    const [chinese, english] = [await at(scene, run.id), await at(scene, run.id, { language: 'en' })];
    await chinese.on.answer('开始执行');
    await expect.poll(() => english.on.state.textContent(), patience).toBe('Succeeded');
    await expect.poll(() => chinese.on.state.textContent(), patience).toBe('完成');
  });
});

it('the keyboard goes through the steps, and the log follows the chosen one', async () => {
  const scene = await openScene({ faults: ['job:kind=dns:fail'] });
  const run = await scene.configure({ only: ['dns', 'ntp'] });
  const { on, page } = await at(scene, run.id);
  await expect.poll(() => on.detail.locator('h2').first().textContent(), patience).toBe('DNS 服务器');
  await page.keyboard.press('j');
  await expect.poll(() => on.detail.locator('h2').first().textContent()).toBe('NTP 服务器');
  await page.keyboard.press('n');
  await expect.poll(() => on.detail.locator('h2').first().textContent()).toBe('DNS 服务器');
  await page.getByRole('checkbox', { name: '仅所选步骤' }).check();
  await expect.poll(() => on.log.textContent()).toContain('/api/v2/settings/dns');
  expect(await on.log.textContent()).not.toContain('/api/v2/settings/ntp');
  await page.keyboard.press('?');
  await expect.poll(() => page.getByRole('dialog').textContent()).toContain('跟随最新日志');
});
