import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new directory, removed after the test and after everything that the test opened in it later was closed. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}
