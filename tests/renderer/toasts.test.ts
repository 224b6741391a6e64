import { expect, it } from 'vitest';
import { tell, untell, useToasts } from '../../src-renderer/hooks/toasts.ts';

const said = (): readonly string[] => useToasts.getState().toasts.map(({ words }) => words);

it('of too many at once those stay that tell what is amiss', () => {
  tell('warn', 'not ready');
  for (const words of ['one', 'two', 'three', 'four']) {
    tell('ok', words);
  }
  expect(said()).toEqual(['not ready', 'two', 'three', 'four']);
  for (const words of ['a', 'b', 'c', 'd']) {
    tell('err', words);
  }
  expect(said()).toEqual(['a', 'b', 'c', 'd']);
  const [first] = useToasts.getState().toasts;
  untell(first?.id ?? 0);
  expect(said()).toEqual(['b', 'c', 'd']);
});
