import { describe, expect, it } from 'vitest';
import { openScene, stepOf } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { runPage } from './run-page.ts';

const patience = { timeout: 20_000 };
const key = 'vlan:vDS-Business/VLAN-2102';

describe('the failure of a step', () => {
  it('is a sentence; the call and its codes are folded away, the cells lead to the sheet', async () => {
    const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
    await scene.openImport();
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    const { page, go } = await openConsole(scene.application());
    await go(`/runs/${run.id}`);
    const on = runPage(page);
    await expect.poll(() => on.detail.locator('.step-said').textContent(), patience).toContain('VLAN-2102');
    const sentence = (await on.detail.locator('.step-said').textContent()) ?? '';
    expect(sentence).toContain('失败');
    expect(sentence).not.toMatch(/POST|\/api\/|409|[0-9a-f]{8}-/);
    const facts = on.detail.locator('.step-facts');
    expect(await facts.textContent()).toContain('同时受影响：网络数量校验');
    expect(await facts.textContent()).not.toContain('可撤销');
    const fold = on.detail.locator('.step-technical');
    expect(await fold.locator('pre').isVisible()).toBe(false);
    await fold.locator('summary').click();
    expect(await fold.locator('pre').textContent()).toMatch(/API_CONFLICT[\s\S]*POST .*→ 409/);

    await on.detail.getByRole('button', { name: '请求与应答' }).click();
    const refused = on.detail.locator('.call.refused');
    await expect.poll(() => refused.textContent(), patience).toContain('VLAN-2102 conflicts');
    expect(await refused.textContent()).toContain('"vlan_id": 2102');

    await on.detail.getByRole('button', { name: '结果' }).click();
    await on.detail.locator('.step-cells a').first().click();
    await expect.poll(() => page.url(), patience).toContain('/sheet');
  });

  it('offers another try first where nothing was found that stands in the way', async () => {
    const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    const { page, go } = await openConsole(scene.application(), { language: 'en' });
    await go(`/runs/${run.id}`);
    const on = runPage(page);
    const edit = on.action(/^Edit and retry/);
    const retry = on.action(/^Retry/);
    await expect.poll(() => edit.getAttribute('aria-disabled'), patience).not.toBe('true');
    await expect.poll(() => retry.getAttribute('class'), patience).toContain('primary');
    expect(await edit.getAttribute('class')).not.toContain('primary');
    await edit.click();
    // Every value at once, each with its own field.
    const fields = page.getByRole('dialog').getByRole('textbox');
    await expect.poll(() => fields.count(), patience).toBeGreaterThan(2);
    expect(
      await page
        .getByRole('dialog')
        .getByRole('textbox', { name: /VLAN ID/ })
        .inputValue(),
    ).toBe('2102');
    await page.keyboard.press('Escape');
    await on.choose('Network count');
    await expect.poll(() => edit.getAttribute('aria-disabled'), patience).toBe('true');
    expect(await edit.getAttribute('title')).toBe('This step has no values to edit');
    expect(await edit.getAttribute('class')).not.toContain('primary');
    // Nothing on the site could settle this one, and another try alone is not worth proposing.
    expect(await on.action(/^Use existing/).count()).toBe(0);
    expect(await on.detail.textContent()).not.toContain('no existing object');
    const failures = run.steps.filter((step) => step.error?.stoppedBecause !== undefined && step.key !== key);
    expect(failures.map(({ error }) => error?.stoppedBecause)).toEqual(['nonRetryable']);
    expect(await retry.getAttribute('class')).not.toContain('primary');
  });
});

it('what is there is shown beside the plan before it is used, and the step says that it was', async () => {
  const scene = await openScene();
  await scene.configure({ only: ['vds', 'vlan'] });
  scene.saveWorkbook({ '虚拟网络!F9': '2192' });
  const run = await scene.configure({ only: ['vlan'] });
  const failed = run.steps.find(({ state }) => state === 'failed');
  expect(failed?.key).toBe(key);
  const { page, go } = await openConsole(scene.application());
  await go(`/runs/${run.id}`);
  const on = runPage(page);
  const compared = on.detail.locator('.compare');
  await expect.poll(() => compared.textContent(), patience).toContain('2192');
  expect(await compared.textContent()).toContain('≠ 2102');
  expect(await on.action(/修改后重试/).getAttribute('class')).toContain('primary');
  expect(await on.action(/^重试/).getAttribute('class')).not.toContain('primary');
  await on.action(/采用现有/).click();
  const dialog = page.getByRole('dialog');
  await expect.poll(() => dialog.locator('.compare').textContent(), patience).toContain('≠ 2102');
  expect(await dialog.textContent()).toContain('与规划不一致');
  await on.decide('采用现有', '客户确认使用现有网络');
  await expect
    .poll(() => on.detail.locator('.step-facts').textContent(), patience)
    .toContain('完成（采用现有）');
});

it('a run whose process stopped says what going on does with each step that was cut off', async () => {
  const scene = await openScene({ faults: ['job:kind=ntp:stuck'] });
  const id = await scene.start({ only: ['ntp'] });
  const ntp = async () => stepOf(await scene.client().runs.show({ run: id }), 'ntp').state;
  await expect.poll(ntp, patience).toBe('running');
  await scene.restartRuntime();
  const { page, go } = await openConsole(scene.application());
  await go(`/runs/${id}`);
  const on = runPage(page);
  await expect.poll(() => on.question.textContent(), patience).toContain('进程已停止');
  await expect
    .poll(() => page.locator('.cut-off').textContent(), patience)
    .toContain('NTP 服务器可以安全重做');
});
