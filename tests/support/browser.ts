import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, expect, onTestFinished } from 'vitest';
import type { Language } from '../../src-main/contract/text.ts';
import { launchChromium } from './chromium.ts';

let launched: Promise<Browser> | null = null;

/** The Chromium of the test's process. */
export function browser(): Promise<Browser> {
  launched ??= launchChromium();
  return launched;
}

afterAll(async () => {
  const opened = await launched?.catch(() => null);
  launched = null;
  await opened?.close();
});

export interface WindowOptions {
  readonly language?: Language;
  readonly appearance?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Device pixels for one of the page's. */
  readonly scale?: number;
}

export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained of: errors, refused resources, attempts to reach another machine. */
  readonly complaints: readonly string[];
}

const preferencesKey = 'sitewright.preferences';

/** A window with a person's preferences. The test fails when its page complains of anything, or looks beyond loopback. */
export async function openWindow(options: WindowOptions = {}): Promise<Window> {
  const { language = 'zh-CN', appearance = 'light', width = 1280, height = 720, scale = 1 } = options;
  const context = await (
    await browser()
  ).newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    locale: language,
    colorScheme: appearance,
  });
  onTestFinished(() => context.close());
  const complaints: string[] = [];
  await context.route(
    (url) => url.hostname !== '127.0.0.1',
    async (route) => {
      complaints.push(`beyond loopback: ${route.request().url()}`);
      await route.abort();
    },
  );
  await context.addInitScript(
    ([key, value]) => localStorage.setItem(key!, value!),
    [preferencesKey, JSON.stringify({ language, appearance })],
  );
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A connection that broke is told by the browser as well; the page shows it in its own words.
    const expected =
      /ERR_CONNECTION_(?:REFUSED|RESET|CLOSED)|WebSocket connection to|401 \(Unauthorized\)|503 \(Service Unavailable\)/;
    if (['error', 'warning'].includes(message.type()) && !expected.test(message.text())) {
      complaints.push(`${message.type()}: ${message.text()}`);
    }
  });
  onTestFinished(() => expect(complaints).toEqual([]));
  return { page, context, complaints };
}
