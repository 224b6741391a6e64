import { expect, it } from 'vitest';
import { siteProblem } from '../../src-renderer/pages/configure/job/orders.ts';

const real = (baseUrl: string, allowHttp = false) => siteProblem({ kind: 'real', baseUrl, allowHttp });

it('tells an address that is none, or more than one, from plain HTTP', () => {
  expect(siteProblem(null)).toBe('choose');
  expect(siteProblem({ kind: 'practice', url: null })).toBeNull();
  expect([real('https://192.0.2.10'), real('https://192.0.2.10:8443/')]).toEqual([null, null]);
  expect([real('http://192.0.2.10'), real('http://192.0.2.10', true)]).toEqual(['http', null]);
  for (const given of [
    '',
    '192.0.2.10',
    'ftp://192.0.2.10',
    'https://root:x@192.0.2.10',
    'https://192.0.2.10/api',
  ]) {
    expect([given, real(given, true)]).toEqual([given, 'address']);
  }
});
