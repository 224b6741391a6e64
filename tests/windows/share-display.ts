import type { TestProject } from 'vitest/node';
import { openDisplay } from '../support/display.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** As `DISPLAY` names it; null where nothing is drawn. */
    windowsDisplay: string | null;
  }
}

/**
 * All that runs under Wine shares one desktop there, which draws where its first program does, and nowhere when that
 * one had no display: so the first one has it too.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const isDrawn = (process.env['SITEWRIGHT_WINDOWS_ELECTRON'] ?? '') !== '' && process.platform === 'linux';
  const display = isDrawn ? await openDisplay() : null;
  project.provide('windowsDisplay', display?.name ?? null);
  return () => display?.close();
}
