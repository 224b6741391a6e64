import { expect, it } from 'vitest';
import type { Application } from '../../src-main/api/application.ts';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';

const patience = { timeout: 20_000 };

type Work = (...given: readonly unknown[]) => unknown;

/** The application of an owner that takes every call, and does it only once it is let. */
function heldBack(application: Application, gate: Promise<void>): Application {
  const rooms = Object.entries(application).map(([name, room]): [string, object] => {
    const held = Object.entries(room as Readonly<Record<string, Work>>).map(([each, work]) => [
      each,
      async (...given: readonly unknown[]) => {
        await gate;
        return work(...given);
      },
    ]);
    return [name, Object.fromEntries(held) as object];
  });
  return Object.fromEntries(rooms) as Application;
}

it('a page that is still being read says so, and never that there is nothing', async () => {
  const scene = await openScene();
  await scene.openImport();
  await scene.configure({ only: ['dns'] });
  const gate = Promise.withResolvers<void>();
  const { page, go } = await openConsole(heldBack(scene.application(), gate.promise), { language: 'en' });
  for (const route of [
    '/',
    '/runs',
    '/runs/0001',
    '/runs/0001/check',
    '/configure',
    '/configure/sheets/1',
    '/sites',
  ]) {
    await go(route);
    await page.locator('main .loading').first().waitFor(patience);
    expect({ [route]: await page.locator('main .empty').count() }).toEqual({ [route]: 0 });
    expect(await page.locator('main').textContent()).not.toMatch(
      /\b0 (?:runs|workbooks|sites|steps)\b|not found/,
    );
  }
  await go('/runs');
  gate.resolve();
  await page.getByRole('grid').getByRole('row').nth(1).waitFor(patience);
});
