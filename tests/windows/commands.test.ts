import { describe, it } from 'vitest';
import { isWindowsTested } from '../support/tested-node.ts';

// Who owns a home, who attaches to it over the pipe, and what Ctrl-C does, with the processes of Windows.
if (isWindowsTested) await import('../cli/ownership.test.ts');
else {
  describe.skip('on Windows (needs SITEWRIGHT_WINDOWS_NODE)', () => {
    it('one process owns a home, and the others attach to it', () => undefined);
  });
}
