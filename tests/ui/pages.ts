import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { stepOf, type Scene } from '../support/configure-scene.ts';
import type { Site } from '../../src-main/contract/configure.ts';

/** Every page by name: its address, and something that is on it once it has been read. */
export const pages: Readonly<Record<string, { readonly route: string; readonly sign: string }>> = {
  start: { route: '/', sign: '.run-table tbody tr' },
  sheet: { route: '/configure/sheets/1', sign: '[role="grid"]' },
  site: { route: '/configure/sheets/1/site', sign: '.site-page fieldset' },
  preflight: { route: '/configure/sheets/1/preflight', sign: 'table, .preflight-group, main li' },
  preview: { route: '/configure/sheets/1/preview', sign: 'table' },
  run: { route: '/runs/0001', sign: '.step-actions' },
  waiting: { route: '/runs/0002', sign: '.question' },
  asleep: { route: '/runs/0003', sign: '.sleep-looks' },
  check: { route: '/runs/0001/check', sign: 'main table' },
  report: { route: '/runs/0001/report', sign: 'iframe' },
  imports: { route: '/configure', sign: 'main table' },
  runs: { route: '/runs', sign: 'main table' },
  sites: { route: '/sites', sign: 'main .sites-page table' },
  connections: { route: '/connections', sign: 'main table' },
  connection: { route: '/connections/lab', sign: '.connection-problems' },
  newConnection: { route: '/new-connection', sign: '.new-connection .state, .new-connection table' },
  nodes: { route: '/nodes/practice', sign: '.node-acts' },
  node: { route: '/nodes/practice/gpu-04', sign: '.node-log' },
  comparison: { route: '/runs/compare/0001/0002', sign: 'main table' },
  settings: { route: '/settings', sign: 'main h1' },
  parts: { route: '/parts', sign: 'main h1' },
};

const lid = { from: Date.parse('2026-11-21T02:49:06Z'), until: Date.parse('2026-11-21T03:12:20Z') };

/** A run on the home's own practice site whose machine slept under it, and whose ISO is another one since. */
async function sleepThrough(scene: Scene): Promise<void> {
  const site: Site = { kind: 'practice', url: null, faults: ['job:kind=ntp:stuck'] };
  const id = await scene.start({ site, isoPath: scene.iso, only: ['ntp', 'iso'] });
  const stateOf = async (step: string): Promise<unknown> =>
    stepOf(await scene.client().runs.show({ run: id }), step).state;
  await expect.poll(() => stateOf('ntp'), { timeout: 20_000 }).toBe('running');
  await expect.poll(() => stateOf('iso'), { timeout: 20_000 }).not.toBe('pending');
  await scene.client().system.slept(lid);
  await scene.settled(id);
}

/** A cluster that cannot be reached, whose kubeconfig was pasted. */
async function connectNowhere(scene: Scene): Promise<void> {
  const text = JSON.stringify({
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
    contexts: [{ name: 'lab', context: { cluster: 'c' } }],
  });
  const { connections } = scene.client();
  await connections.add({
    kind: 'kubernetes',
    name: 'lab',
    isDefault: true,
    kubeconfig: { text },
    allow: [],
    approved: [],
  });
  await connections.test({ name: 'lab' });
}

/** An import, a run that failed, one that waits to be confirmed, and one whose machine slept; a cluster nowhere, and the practice cluster. */
export async function fillScene(scene: Scene): Promise<void> {
  await scene.openImport();
  await scene.configure({ only: ['dns', 'vds', 'vlan'] });
  await scene.restartSite();
  await scene.configure({ only: ['dns'], confirmed: false });
  await sleepThrough(scene);
  await connectNowhere(scene);
  await scene.client().connections.add({ kind: 'practice', name: 'practice', isDefault: false });
}

export const faultsOfScene = ['vlan:name=VLAN-2102:conflict', 'job:kind=dns:fail'];

export async function openPageOf(
  page: Page,
  go: (route: string) => Promise<void>,
  name: string,
): Promise<void> {
  const of = pages[name];
  if (of === undefined) {
    throw new TypeError(`there is no page ${name}`);
  }
  await go(of.route);
  const sign = page.locator(of.sign).first();
  // A window that was asked before knows the site.
  if (name === 'preflight' || name === 'preview') {
    await sign.or(unchosen(page)).first().waitFor({ timeout: 30_000 });
    if ((await unchosen(page).count()) > 0) {
      await choosePractice(page);
    }
  }
  await sign.waitFor({ timeout: 30_000 });
}

const unchosen = (page: Page): Locator => page.locator('.job-page-nothing .empty a');

/** An import has no site until one is chosen: the practice site of this machine, through the page. */
export async function choosePractice(page: Page): Promise<void> {
  const address = new URL(page.url()).hash;
  await unchosen(page).click();
  await page.locator('.site-page input[type="radio"][value="practice"]').check();
  await page.evaluate((hash) => location.assign(hash), address);
}

/** One face for everything, and a clock that stands still: the same picture on every machine. */
export async function steady(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { style } = document.documentElement;
    style.setProperty('--f', "'Noto Sans SC Variable'");
    style.setProperty('--m', "'Noto Sans SC Variable'");
    const drawn = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    // Drawing asks for the slices of the face that the page needs; once they are there it is drawn again.
    await drawn();
    await drawn();
    await document.fonts.ready;
    await drawn();
    await drawn();
  });
}
