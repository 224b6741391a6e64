import { describe, it } from 'vitest';
import { isWindowsTested } from '../support/tested-node.ts';

// What every command prints and who owns a home, with the processes of Windows.
if (isWindowsTested) {
  await import('../cli/documents.test.ts');
  await import('../cli/ownership.test.ts');
} else {
  describe.skip('on Windows (needs SITEWRIGHT_WINDOWS_NODE)', () => {
    it('every command prints its document, and one process owns a home', () => undefined);
  });
}
