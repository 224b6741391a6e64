import { expect, it } from 'vitest';
import { firstOrder, requestOf } from '../../src-renderer/app/orders.ts';
import type { Order } from '../../src-renderer/app/orders.ts';
import { prefer } from '../../src-renderer/app/preferences.ts';

it('an order names the engineer that the settings name, and nobody while they name none', () => {
  const order: Order = { ...firstOrder, site: { kind: 'practice', url: null, faults: [] } };
  expect(requestOf(order, 'grant', 'zh-CN').engineer).toBe('');
  prefer({ engineer: ' 李工 ' });
  expect(requestOf(order, 'grant', 'zh-CN').engineer).toBe('李工');
});
