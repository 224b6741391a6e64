import { expect, it } from 'vitest';
import { openDesk, startPractice } from '../cli/command.ts';
import { openWindow } from '../support/browser.ts';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { runPage } from './run-page.ts';

const patience = { timeout: 60_000 };
const chosen = ['vip', 'dns', 'ntp'].flatMap((key) => ['--only', key]);

it('the gateway that is itself the owner is killed and started again: the page heals without a reload', async () => {
  const desk = openDesk();
  const first = desk.start(['serve', '--json']);
  const { openUrl, url } = JSON.parse(await first.until('stdout', '}')) as { openUrl: string; url: string };
  const { page } = await openWindow();
  await page.goto(openUrl);
  const foot = page.locator('footer').first();
  await expect.poll(() => foot.textContent(), patience).toContain('没有任务在执行');
  const loads = await page.evaluate(() => performance.timeOrigin);

  first.child.kill('SIGKILL');
  await expect.poll(() => foot.textContent(), patience).toContain('连接已断开');

  const second = desk.start(['serve', '--json']);
  expect(JSON.parse(await second.until('stdout', '}'))).toMatchObject({ url });
  await expect.poll(() => foot.textContent(), patience).toContain('没有任务在执行');
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loads);
});

it('the owner is killed in mid-run: the page says so, heals without a reload, and the run is gone on with', async () => {
  const desk = openDesk();
  const practice = await startPractice(desk, ['--fault', 'slow:ms=250']);
  const owner = desk.start([
    'configure',
    'plan.xlsx',
    `--practice=${practice.smartx.url}`,
    '--yes',
    ...chosen,
  ]);
  await owner.until('stderr', 'root');
  const gateway = desk.start(['serve', '--json']);
  const { openUrl } = JSON.parse(await gateway.until('stdout', '}')) as { openUrl: string };
  const { page } = await openWindow();
  await page.goto(openUrl);
  await page.goto(`${new URL(openUrl).origin}/#/runs/0001`);
  const on = runPage(page);
  await expect.poll(() => on.state.textContent(), patience).toBe('执行中');
  const loads = await page.evaluate(() => performance.timeOrigin);

  owner.child.kill('SIGKILL');
  const foot = page.locator('footer').first();
  await expect.poll(() => foot.textContent(), patience).toContain('连接已断开');
  // What was true last stays to be read, with its age.
  expect(await foot.textContent()).toContain('数据截至');
  expect(await on.state.textContent()).toBe('执行中');
  const banner = page.locator('.link-banner');
  await expect
    .poll(() => banner.textContent(), patience)
    .toMatch(/显示的是 \d\d:\d\d:\d\d 的状态，已过 \d+ s/);
  const cancel = page.getByRole('button', { name: '取消执行' });
  expect(await cancel.getAttribute('aria-disabled')).toBe('true');
  expect(await cancel.getAttribute('title')).toContain('连接已断开');
  const turning = page.locator('.page-head .turning, .graph .turning').first();
  expect(await turning.evaluate((arc) => getComputedStyle(arc).animationName)).toBe('none');

  desk.start(['serve', '--json']);
  await expect.poll(() => on.state.textContent(), patience).toBe('等待处理');
  expect(await banner.count()).toBe(0);
  await expect.poll(() => on.question.textContent()).toContain('执行本任务的进程已停止');
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loads);
  await on.answer('继续执行');
  await expect.poll(() => on.state.textContent(), patience).toBe('完成');
});

it('nobody was ever there: the page says what to start, and connects by itself when it comes', async () => {
  const scene = await openScene();
  const { page } = await openConsole(scene.application());
  const foot = page.locator('footer').first();
  await expect.poll(() => foot.textContent(), patience).toContain('没有任务在执行');
  // Sockets are refused until somebody is there.
  await page.addInitScript(() => {
    const Real = WebSocket;
    window.WebSocket = class extends Real {
      constructor(url: string | URL) {
        super(document.documentElement.classList.contains('owner-is-there') ? url : `${String(url)}/nobody`);
      }
    };
  });
  await page.reload();
  const banner = page.locator('.link-banner');
  await expect.poll(() => banner.textContent(), patience).toContain('没有正在运行的 Sitewright 服务');
  expect(await banner.textContent()).toContain('npm start 或 sitewright serve');
  expect(await page.locator('body').textContent()).not.toContain('连接已断开');
  await page.evaluate(() => document.documentElement.classList.add('owner-is-there'));
  await expect.poll(() => foot.textContent(), patience).toContain('没有任务在执行');
  expect(await banner.count()).toBe(0);
});
