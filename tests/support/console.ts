import { onTestFinished } from 'vitest';
import type { Application } from '../../src-main/api/application.ts';
import { router } from '../../src-main/api/router.ts';
import { createGateway, type Gateway } from '../../src-main/hosts/gateway/gateway.ts';
import { openWindow, type Window, type WindowOptions } from './browser.ts';
import { createContexts } from './call-context.ts';

export interface Console extends Window {
  readonly gateway: Gateway;
  /** Opens an address of the console, such as `/runs/0001`. */
  readonly go: (route: string) => Promise<void>;
}

/** The console as a browser shows it, over the gateway of an application. */
export async function openConsole(application: Application, options: WindowOptions = {}): Promise<Console> {
  const { contextFor } = createContexts(application);
  const gateway = await createGateway({
    router,
    contextFor: () => contextFor({ kind: 'gateway', by: 'li' }),
  });
  onTestFinished(() => gateway.close());
  const window = await openWindow(options);
  await window.page.goto(gateway.openUrl);
  return {
    ...window,
    gateway,
    go: async (route) => {
      await window.page.goto(`${gateway.url}/#${route}`);
    },
  };
}
