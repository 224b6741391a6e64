import { describe, it } from 'vitest';
import { isFull } from '../support/crash-kills.ts';
import { isWindowsTested } from '../support/tested-node.ts';

// The same kills as everywhere, with the processes of Windows. They take several minutes, so only the full mode has them.
if (isWindowsTested && isFull) {
  await import('../crash/step-boundaries.test.ts');
  await import('../crash/write-back.test.ts');
} else {
  describe.skip('on Windows (needs SITEWRIGHT_WINDOWS_NODE, and npm run test:crash)', () => {
    it('a run whose process is killed ends as if nothing had happened', () => undefined);
  });
}
