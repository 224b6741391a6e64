import { describe, it } from 'vitest';
import { isWindowsTested } from '../support/tested-node.ts';

// The same kills as everywhere, with the processes of Windows.
if (isWindowsTested) {
  await import('../crash/step-boundaries.test.ts');
  await import('../crash/write-back.test.ts');
} else {
  describe.skip('on Windows (needs SITEWRIGHT_WINDOWS_NODE)', () => {
    it('a run whose process is killed ends as if nothing had happened', () => undefined);
  });
}
