import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';

const patience = { timeout: 20_000 };

async function openFilled() {
  const scene = await openScene();
  await scene.openImport();
  await scene.configure({ only: ['dns'] });
  await scene.configure({ only: ['ntp'], confirmed: false });
  return { scene, ...(await openConsole(scene.application())) };
}

describe('addresses of earlier versions', () => {
  it('lead to the page that they led to, with what was asked of it', async () => {
    const { page, go } = await openFilled();
    for (const [former, now] of [
      ['/run/0001', '#/runs/0001'],
      ['/run/0001/report', '#/runs/0001/report'],
      ['/history', '#/runs'],
      ['/history/compare/0001/0002', '#/runs/compare/0001/0002'],
      ['/job/1/preview', '#/configure/sheets/1/preview'],
      ['/job/1/sheet?sheet=a&cell=D9', '#/configure/sheets/1?sheet=a&cell=D9'],
      ['/mapping', '#/configure/mapping'],
    ] as const) {
      await go(former);
      await expect.poll(() => new URL(page.url()).hash, patience).toBe(now);
    }
  });
});

it('a run lights its own engine, and is counted there and among all runs', async () => {
  const { page, go } = await openFilled();
  const here = page.locator('.navigation a[aria-current="page"]');
  for (const [address, lit] of [
    ['/', '开始'],
    ['/runs', '任务'],
    ['/runs/0001', '集群配置'],
    ['/runs/0001/check', '集群配置'],
    ['/configure/sheets/1', '集群配置'],
    ['/sites', '站点'],
  ] as const) {
    await go(address);
    await expect.poll(() => here.allTextContents(), patience).toEqual([expect.stringMatching(`^${lit}`)]);
  }
  expect(await page.locator('.navigation b').allTextContents()).toEqual(['1', '1']);
});

describe('the site in hand', () => {
  it('is chosen in the bar, remembered by the owner for every window, and is none of a new sheet', async () => {
    const { scene, page, go } = await openFilled();
    await go('/');
    const bar = page.locator('.bar');
    await expect.poll(() => bar.textContent(), patience).toContain('未选择站点');
    await page.getByRole('button', { name: '切换站点' }).click();
    await page.getByRole('menuitem', { name: /DEMO-NET-SMTX-Lab-Cls01/ }).click(patience);
    await expect.poll(() => bar.textContent(), patience).toContain('DEMO-NET-SMTX-Lab-Cls01');
    expect(await bar.textContent()).toMatch(/演练.*身份.*主机 2/);
    await expect
      .poll(async () => (await scene.client().system.settings({})).site, patience)
      .toBe(`practice:${scene.site().url}`);

    const other = await openConsole(scene.application());
    await other.go('/runs');
    await expect
      .poll(() => other.page.locator('.bar').textContent(), patience)
      .toContain('DEMO-NET-SMTX-Lab-Cls01');
    await other.page.getByRole('button', { name: '仅 DEMO-NET-SMTX-Lab-Cls01' }).click(patience);
    await expect.poll(() => other.page.locator('main tbody tr').count()).toBe(2);
    await other.go('/configure/sheets/1/site');
    await other.page.locator('.site-page').waitFor(patience);
    expect(await other.page.locator('.bar').textContent()).toContain('未选择站点');
    await other.page.getByRole('button', { name: '切换站点' }).click();
    await other.page.getByRole('menuitem', { name: /DEMO-NET-SMTX-Lab-Cls01/ }).click(patience);
    await expect
      .poll(() => other.page.locator('.site-page input[value="practice"]').isChecked(), patience)
      .toBe(true);
  });

  it('of a run is the one that it was made on', async () => {
    const { page, go } = await openFilled();
    await go('/runs/0001');
    await expect.poll(() => page.locator('.bar').textContent(), patience).toContain('DEMO-NET');
    expect(await page.getByRole('button', { name: '切换站点' }).count()).toBe(0);
  });
});

it('the graph is made larger and smaller, and dragged without pressing what it is dropped on', async () => {
  const { page, go } = await openFilled();
  await go('/runs/0001');
  const graph = page.locator('.graph');
  await graph.locator('.graph-head').first().waitFor(patience);
  const widthOf = async (): Promise<number> =>
    (await graph.locator('.graph-plane').boundingBox())?.width ?? 0;
  const before = await widthOf();
  for (let times = 0; times < 4; times += 1) {
    await page.getByRole('button', { name: '放大', exact: true }).last().click();
  }
  expect((await widthOf()) / before).toBeCloseTo(2, 1);
  const box = graph.locator('.graph-head').first();
  const place = (await box.boundingBox())!;
  const detail = await page.locator('.detail h2').textContent();
  await page.mouse.move(place.x + 20, place.y + 10);
  await page.mouse.down();
  await page.mouse.move(place.x - 80, place.y - 40, { steps: 4 });
  await page.mouse.up();
  expect(await graph.evaluate((element) => element.scrollLeft)).toBeGreaterThan(50);
  expect(await page.locator('.detail h2').textContent()).toBe(detail);
  await page.getByRole('button', { name: '适应' }).click();
  expect(await widthOf()).toBeLessThanOrEqual(before + 1);
});

it('the graph opens at the step that failed, and its tools cover none of it', async () => {
  const scene = await openScene({ faults: ['vlan:name=VLAN-2103:conflict'] });
  const run = await scene.configure();
  const { page, go } = await openConsole(scene.application(), { height: 540 });
  await go(`/runs/${run.id}`);
  const [graph, tools] = [page.locator('.graph'), page.locator('.graph-tools')];
  const failed = graph.locator('.graph-chip.failed');
  await failed.waitFor(patience);
  expect(await graph.evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)).toBe(true);
  const isInSight = async (): Promise<boolean> => {
    const [outer, inner] = [(await graph.boundingBox())!, (await failed.boundingBox())!];
    return inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
  };
  await expect.poll(isInSight, patience).toBe(true);
  // Only the graph was scrolled.
  expect(await page.evaluate(() => document.querySelector('main')?.scrollTop)).toBe(0);
  const [outer, bar] = [(await graph.boundingBox())!, (await tools.boundingBox())!];
  expect(bar.y).toBeGreaterThanOrEqual(outer.y + outer.height);
  expect(bar.y + bar.height).toBeLessThanOrEqual((await page.locator('.log').boundingBox())!.y);
});
