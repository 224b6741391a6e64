import { describe, expect, it } from 'vitest';
import type { SeenNeed } from '../../src-main/contract/connections.ts';
import {
  areNamespaces,
  missingOf,
  nameOf,
  noDraft,
  noPrimus,
  orderOf,
  proposedName,
  type Draft,
} from '../../src-renderer/pages/connections/draft.ts';

const need = (
  digest: string,
  ...files: readonly (readonly [field: string, isBeside: boolean])[]
): SeenNeed => ({
  need: {
    kind: 'files',
    files: files.map(([field, isBeside]) => ({ field, path: `/keys/${field}`, isBeside })),
  },
  program: null,
  digest,
});

const chosen = (needs: readonly SeenNeed[], approved: readonly string[] = []): Draft => ({
  ...noDraft,
  chosen: {
    source: { text: 'a kubeconfig' },
    approved,
    context: {
      name: 'admin@site:6443',
      isCurrent: true,
      server: 'https://192.0.2.1',
      namespace: 'team-a',
      needs: [...needs],
      problem: null,
    },
  },
});

describe('what is missing of a new connection', () => {
  it.each([
    ['nothing was chosen', noDraft, 'context'],
    ['a key lies elsewhere', chosen([need('a', ['client-key', false])]), 'needs'],
    ['a token lies in a file, also beside', chosen([need('a', ['tokenFile', true])]), 'needs'],
    [
      'only one of two was allowed',
      chosen([need('a', ['tokenFile', true]), need('b', ['x', false])], ['a']),
      'needs',
    ],
    ['a key lies beside', chosen([need('a', ['client-key', true])]), null],
    ['all was allowed', chosen([need('a', ['client-key', false])], ['a']), null],
    ['a namespace is none', { ...chosen([]), namespaces: 'Team_A' }, 'namespaces'],
    ['a name was emptied', { ...chosen([]), name: '' }, 'name'],
    ['a name is none', { ...chosen([]), name: 'a/b' }, 'nameForm'],
    ['a name is taken', { ...chosen([]), name: 'LAB' }, 'nameTaken'],
    ['no address', { ...noDraft, kind: 'primus' }, 'server'],
    ['no token', { ...noDraft, kind: 'primus', primus: { ...noPrimus, server: 'https://a' } }, 'token'],
    [
      'the certificate was not compared',
      { ...noDraft, kind: 'primus', primus: { ...noPrimus, server: 'https://a', token: 't' } },
      'certificate',
    ],
    [
      'plain HTTP was not allowed',
      {
        ...noDraft,
        kind: 'primus',
        primus: { ...noPrimus, server: 'http://a', token: 't', isCompared: true },
      },
      'http',
    ],
    ['the practice site', { ...noDraft, kind: 'practice' }, null],
  ] as const)('%s', (_what, draft, missing) => {
    expect(missingOf(draft, ['lab'])).toBe(missing);
  });
});

it('a name is proposed that an address can have', () => {
  expect(nameOf(chosen([]))).toBe('admin-site-6443');
  expect(proposedName('-/生产 cluster')).toBe('cluster');
  expect(
    nameOf({ ...noDraft, kind: 'primus', primus: { ...noPrimus, server: 'https://safe.example:8088' } }),
  ).toBe('safe.example');
});

it('namespaces may be separated by spaces and commas, and one is needed', () => {
  expect([areNamespaces('a, b-c'), areNamespaces(''), areNamespaces('a B')]).toEqual([true, false, false]);
});

it('an order names what exactly was approved', () => {
  expect(orderOf(chosen([need('a', ['client-key', false])], ['a']))).toMatchObject({
    kind: 'kubernetes',
    context: 'admin@site:6443',
    namespaces: ['team-a'],
    allow: [],
    approved: ['a'],
  });
});
