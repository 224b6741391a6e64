import { describe, it } from 'vitest';
import { isWindowsTested } from '../support/tested-node.ts';

// The same workers as everywhere, with the processes of Windows.
if (isWindowsTested) {
  await import('../adapters/workers/workers.test.ts');
} else {
  describe.skip('on Windows (needs SITEWRIGHT_WINDOWS_NODE)', () => {
    it('a worker outlives the process that started it', () => undefined);
  });
}
