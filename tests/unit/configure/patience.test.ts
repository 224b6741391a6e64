import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/contract/errors.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { patiently } from '../../../src-main/engines/configure/patience.ts';

const { signal } = new AbortController();
const now = Date.parse('2026-11-28T16:00:00Z');

/** A system that asks to slow down so often, each time in these words. */
function busy(times: number, retryAfter: string | null) {
  const waited: number[] = [];
  let calls = 0;
  const world = {
    now: () => now,
    pause: (ms: number): Promise<void> => {
      waited.push(ms);
      return Promise.resolve();
    },
  };
  const request = (): Promise<string> => {
    calls += 1;
    if (calls > times) {
      return Promise.resolve('done');
    }
    const data = { status: 429, retryAfter };
    return Promise.reject(new AppError('HTTP_STATUS', verbatim('Slow down.'), { data }));
  };
  return { world, request, waited, calls: () => calls };
}

describe('a system that asks to slow down', () => {
  it.each([
    ['7', 7_000],
    ['Sat, 28 Nov 2026 16:01:00 GMT', 60_000],
    ['Sat, 28 Nov 2026 15:00:00 GMT', 0],
  ])('is waited for as it asks: %s', async (after, waitMs) => {
    const site = busy(2, after);
    expect(await patiently(site.world, { signal, unsaidMs: null }, site.request)).toBe('done');
    expect(site.waited).toEqual([waitMs, waitMs]);
  });

  it.each(['86400', 'Sun, 29 Nov 2026 16:00:00 GMT'])(
    'is not asked again before the time it names, and that is told: %s',
    async (after) => {
      const site = busy(1, after);
      await expect(patiently(site.world, { signal, unsaidMs: 5_000 }, site.request)).rejects.toMatchObject({
        code: 'RATE_LIMITED',
        text: {
          zh: 'Slow down.请在 2026-11-29 16:00 UTC 之后重试。',
          en: 'Slow down. Retry after 2026-11-29 16:00 UTC.',
        },
        data: { status: 429, retryAt: '2026-11-29T16:00:00.000Z' },
      });
      expect([site.calls(), site.waited]).toEqual([1, []]);
    },
  );

  it('is waited for three times, and no more', async () => {
    const site = busy(9, '1');
    const asked = patiently(site.world, { signal, unsaidMs: null }, site.request);
    await expect(asked).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(site.waited).toEqual([1_000, 1_000, 1_000]);
  });

  it.each([
    [null, 'HTTP_STATUS', []],
    [5_000, 'RATE_LIMITED', [5_000, 5_000, 5_000]],
  ])('is waited for %s ms where it does not say how long', async (unsaidMs, code, waited) => {
    const site = busy(9, null);
    await expect(patiently(site.world, { signal, unsaidMs }, site.request)).rejects.toMatchObject({ code });
    expect(site.waited).toEqual(waited);
  });
});
