import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { attachPlan, openScene, stepOf } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { openProxy } from '../support/site-proxy.ts';
import { openPageOf } from './pages.ts';

/** Control characters, marks that turn the order of reading, and markup. */
const hostile = 'A\u001b]0;owned\u0007\u009b31m\u202egnp.x\u2066<img src=x onerror=alert(1)>';
const inCell = hostile.replaceAll('\u001b', '_x001B_').replaceAll('\u0007', '_x0007_');

/** Every text that the page shows, also those that appear at the pointer. */
const shownOn = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const told = ['title', 'aria-label', 'placeholder'].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name) ?? ''),
    );
    return [document.title, document.body.textContent, ...told].join('\n');
  });

it('what a sheet and a site say is shown on every page and acts on none', async () => {
  const scene = await openScene({ cells: { '虚拟网络!D9': inCell, '文档描述!C15': inCell } });
  await attachPlan(scene);
  await scene.openImport();
  const baseUrl = await openProxy(scene.site().url, {
    instead: ({ method, path }) =>
      method === 'POST' && path === '/api/v2/ipmi/upsert_accounts'
        ? {
            status: 400,
            type: 'application/json',
            body: JSON.stringify({ ec: 'EINVALID', error: { msg: hostile } }),
          }
        : null,
  });
  const run = await scene.configure({ site: { kind: 'real', baseUrl, allowHttp: true }, only: ['ipmi'] });
  expect(stepOf(run, 'ipmi:demo-node-01').error?.message.en).toContain('\u202egnp');
  const { page, go } = await openConsole(scene.application(), { language: 'en' });
  const alerts: string[] = [];
  page.on('dialog', (dialog) => {
    alerts.push(dialog.message());
    void dialog.dismiss();
  });
  const acting: string[] = [];
  const look = async (name: string): Promise<void> => {
    const shown = await shownOn(page);
    const found = /.{0,40}(?:[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]).{0,20}/u.exec(shown);
    if (found !== null) {
      acting.push(`${name}: ${JSON.stringify(found[0])}`);
    }
    expect([name, await page.locator('img[src="x"]').count()]).toEqual([name, 0]);
  };
  for (const name of ['start', 'preview', 'preflight', 'run', 'check', 'imports', 'runs']) {
    await openPageOf(page, go, name);
    await look(name);
  }
  await go(`/configure/sheets/1?sheet=${encodeURIComponent('虚拟网络')}&cell=D9`);
  await page.locator('[data-address="D9"]').waitFor();
  await look('sheet');
  expect([acting, alerts]).toEqual([[], []]);
});
