import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { exchangeError } from '../../src-main/adapters/http/exchange-error.ts';
import { verbatim } from '../../src-main/contract/text.ts';

const { signal } = new AbortController();

describe('what this computer lacks', () => {
  it.skipIf(process.platform === 'win32')('is not blamed on the other side by any connector', () => {
    const script = new URL('../support/out-of-files.ts', import.meta.url).pathname;
    const limited = ['-c', 'ulimit -n 64; exec "$0" "$1"', process.execPath, script];
    const seen = JSON.parse(execFileSync('sh', limited, { encoding: 'utf8' })) as Record<string, unknown>;
    expect(Object.keys(seen)).toEqual(['http', 'port', 'ssh', 'dns', 'ntp']);
    for (const [connector, said] of Object.entries(seen)) {
      expect(said, connector).toMatchObject({ code: 'OPEN_FILES_EXHAUSTED', data: { reason: 'EMFILE' } });
      expect(JSON.stringify(said), connector).not.toMatch(/host is running|Cannot connect|outcomeUnknown/);
    }
  });

  it.each([
    ['ENOBUFS', 'MEMORY_EXHAUSTED'],
    ['ENOMEM', 'MEMORY_EXHAUSTED'],
    ['ENFILE', 'OPEN_FILES_EXHAUSTED'],
  ])('leaves open what became of a change that %s came in the middle of', (code, expected) => {
    const cause = Object.assign(new Error(`write ${code}`), { code });
    const what = verbatim('PUT http://site/dns');
    expect(exchangeError(cause, { what, changes: true, signal })).toMatchObject({
      code: expected,
      data: { reason: code, outcomeUnknown: true },
    });
  });
});
