import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { attach } from '../../src-main/hosts/owner/attach.ts';
import type * as OwnHome from '../../src-main/hosts/desktop/own-home.ts';
import { createRelayed } from './relayed.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const bundle = resolve('out/main/own-home.cjs');

/** The bundle that the desktop loads when it owns the home, on this Node, with everything that it names beside itself. */
describe.skipIf(!existsSync(bundle))('the desktop as the owner of its home', () => {
  it('runs the engines from its bundle, and its page attaches to them like any other', async () => {
    const { ownHome } = createRequire(import.meta.url)(bundle) as typeof OwnHome;
    const home = temporaryDirectory();
    const ownership = await ownHome(home, { by: 'engineer', cipher: null });
    expect(ownership).not.toBeNull();
    expect(await ownHome(home, { by: 'engineer', cipher: null })).toBeNull();
    const attached = await attach(home, { by: 'engineer' });
    onTestFinished(async () => {
      await attached.close();
      await ownership?.close();
    });
    const { grant } = await attached.client.files.grant({ path: resolve('resources/sample-planning.xlsx') });
    const page = await createRelayed(home);
    onTestFinished(() => page.close());
    // Read in a thread, which the bundle has to find.
    const imported = await page.client.imports.open({ file: grant });
    expect(imported.path).toContain('sample-planning.xlsx');
    expect(await page.client.system.facts({})).toMatchObject({ product: 'sitewright', version: '0.1.0' });
  });
});
