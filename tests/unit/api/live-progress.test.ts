import { describe, expect, it } from 'vitest';
import { createLiveProgress } from '../../../src-main/feed/live-progress.ts';

const progress = { done: 1, total: 2, unit: 'chunk' };

describe('the memory of live progress', () => {
  it('forgets the oldest ended steps, says up to where, and keeps what is live', () => {
    const live = createLiveProgress(4);
    live.report('0001', 'live', progress);
    for (const step of ['a', 'b', 'c', 'd', 'e']) {
      live.report('0001', step, progress);
      live.report('0001', step, null);
    }
    expect(live.since('0001', 0).map(({ step }) => step)).toEqual(['live', 'c', 'd', 'e']);
    expect(live.forgotten()).toBe(5);
  });

  it('does not forget a step that reports again after its end', () => {
    const live = createLiveProgress(1);
    live.report('0001', 'a', null);
    live.report('0001', 'a', progress);
    live.report('0001', 'b', null);
    expect(live.since('0001', 0).map(({ step }) => step)).toEqual(['a', 'b']);
  });
});
