import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { systemClock } from '../../src-main/adapters/clock.ts';
import { router } from '../../src-main/api/router.ts';
import { createChangeFeed } from '../../src-main/feed/changes.ts';
import { createGateway, type Gateway } from '../../src-main/hosts/gateway/gateway.ts';
import { createContexts } from './call-context.ts';
import { createFakeApplication } from './fake-application.ts';
import { createObjectTopic, type ObjectTopic } from './object-topic.ts';

export interface LivePage {
  readonly topic: ObjectTopic;
  readonly gateway: Gateway;
  readonly close: () => Promise<void>;
}

/** A gateway with a topic of live rows, and the page in `tests/ui/live-page` that shows it, built of the product's own parts. */
export async function openLivePage(count: number, graceMs: number): Promise<LivePage> {
  const page = mkdtempSync(join(tmpdir(), 'sitewright-page-'));
  await build({
    root: resolve(import.meta.dirname, '../ui/live-page'),
    publicDir: resolve(import.meta.dirname, '../../src-renderer/public'),
    configFile: false,
    logLevel: 'warn',
    html: { cspNonce: '__NONCE__' },
    build: { outDir: page, emptyOutDir: true, assetsInlineLimit: 0 },
  });
  const topic = createObjectTopic(count, { clock: systemClock, graceMs });
  const feed = createChangeFeed({
    sources: [topic.source],
    facts: () => ({ storeId: 'store', revision: 0, prunedRevision: 0 }),
    onCommit: () => () => undefined,
    instanceId: 'one',
    clock: systemClock,
  });
  const application = createFakeApplication({
    changes: (name, cursor, signal) => feed.changes(name, cursor, signal),
  });
  const { contextFor } = createContexts(application);
  const gateway = await createGateway({
    router,
    page,
    contextFor: () => contextFor({ kind: 'gateway', by: 'li' }),
  });
  return {
    topic,
    gateway,
    async close() {
      await gateway.close();
      rmSync(page, { recursive: true, force: true });
    },
  };
}
