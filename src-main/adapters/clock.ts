import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../contract/errors.ts';
import type { Clock } from '../runner/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  async pause(durationMs, signal) {
    try {
      await sleep(durationMs, undefined, { signal });
    } catch (thrown) {
      throw new AppError('CANCELED', { zh: '等待已取消。', en: 'the wait was canceled' }, { cause: thrown });
    }
  },
};
