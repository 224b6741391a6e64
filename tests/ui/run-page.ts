import type { Locator, Page } from 'playwright-core';

/** The page of a run, as a person uses it; the same in every window. */
export function runPage(page: Page) {
  const detail = page.locator('.detail');
  return {
    state: page.locator('.page-head .status').first(),
    steps: page.getByRole('grid').first(),
    detail,
    question: page.locator('.question'),
    log: page.getByRole('log'),
    graph: page.locator('.graph'),
    /** The row of a step in the list. */
    step: (name: string): Locator => page.locator('table.rows tr').filter({ hasText: name }).first(),
    action: (name: string | RegExp): Locator => detail.getByRole('button', { name }),
    async choose(name: string): Promise<void> {
      await page
        .locator('table.rows :is(button, tr[data-stop] td:first-child)')
        .filter({ hasText: name })
        .first()
        .click();
    },
    /** Fills the dialog's reason and presses its act. */
    async decide(act: string, reason: string): Promise<void> {
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill(reason);
      await dialog.getByRole('button', { name: act }).click();
    },
    async answer(
      choice: string,
      more: { readonly reason?: string; readonly value?: string } = {},
    ): Promise<void> {
      const question = page.locator('.question');
      await question.getByRole('radio', { name: choice }).check();
      if (more.value !== undefined) {
        await question.getByRole('textbox').first().fill(more.value);
      }
      if (more.reason !== undefined) {
        await question.getByRole('textbox').last().fill(more.reason);
      }
      await question.getByRole('button', { name: choice }).click();
    },
  };
}
