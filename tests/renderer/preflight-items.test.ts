import { describe, expect, it } from 'vitest';
import type { PreflightItem } from '../../src-main/contract/preflight.ts';
import { verbatim } from '../../src-main/contract/text.ts';
import {
  glyphOfLook,
  groupItems,
  isUnknownKey,
  matrixOf,
  toSay,
  unknownKeys,
  worstOf,
} from '../../src-renderer/pages/configure/preflight/items.ts';

const itemOf = (code: string, changes: Partial<PreflightItem> = {}): PreflightItem => ({
  code,
  subject: 'node-01',
  verdict: 'ok',
  message: verbatim(code),
  ...changes,
});

describe('the lines of a look around', () => {
  it('stand in groups, and one that is not known stands with the site', () => {
    const items = [itemOf('laptop-ip'), itemOf('host-key'), itemOf('connection'), itemOf('something-new')];
    expect(
      groupItems(items).map(({ key, items: members }) => [key, members.map(({ code }) => code)]),
    ).toEqual([
      ['site', ['connection', 'something-new']],
      ['hosts', ['host-key']],
      ['machine', ['laptop-ip']],
    ]);
  });

  it('are as grave as the gravest of them', () => {
    const verdicts = ['ok', 'unknown', 'warning', 'error'] as const;
    const items = verdicts.map((verdict) => itemOf('connection', { verdict }));
    expect(verdicts.map((_, index) => worstOf(items.slice(0, index + 1)))).toEqual(verdicts);
  });

  it('offer keys nobody has accepted, and never one that has changed', () => {
    const items = [
      itemOf('certificate', { facts: { error: 'TLS_UNKNOWN', fingerprint: 'AA:BB' } }),
      itemOf('host-key', { facts: { error: 'SSH_KEY_UNKNOWN', fingerprint: 'SHA256:x' } }),
      itemOf('host-key', { facts: { error: 'SSH_KEY_CHANGED', fingerprint: 'SHA256:y' } }),
      itemOf('certificate', { facts: { fingerprint: 'CC:DD' } }),
    ];
    expect(unknownKeys(items)).toEqual([
      { subject: 'node-01', kind: 'tls', fingerprint: 'AA:BB' },
      { subject: 'node-01', kind: 'ssh', fingerprint: 'SHA256:x' },
    ]);
  });
});

describe('a look as a whole', () => {
  it('is drawn as its worst line, and as fine only where something was seen to be fine', () => {
    expect(glyphOfLook([itemOf('connection'), itemOf('host-key', { verdict: 'error' })])).toBe('error');
    expect(glyphOfLook([itemOf('connection', { verdict: 'unknown' })])).toBe('skipped');
    expect(glyphOfLook([])).toBe('skipped');
    expect(glyphOfLook([itemOf('connection'), itemOf('host-key', { verdict: 'unknown' })])).toBe('unchanged');
  });
});

describe('the checks of hosts', () => {
  const items = [
    itemOf('connection', { subject: 'https://a' }),
    itemOf('unreachable', { subject: 'node-1' }),
    itemOf('unreachable', { subject: 'node-10', verdict: 'error' }),
    itemOf('host-key', { subject: 'node-10', verdict: 'unknown' }),
    itemOf('login-refused', { subject: 'node-1 root', verdict: 'error' }),
    itemOf('login-refused', { subject: 'node-1 smartx' }),
    itemOf('login-refused', { subject: 'hosts', verdict: 'unknown' }),
  ];

  it('stand in a line for each host and a column for each check; what is about no single host stays a line', () => {
    const { codes, rows, rest } = matrixOf(items, ['node-1', 'node-10', 'node-2']);
    expect(codes).toEqual(['unreachable', 'host-key', 'login-refused']);
    expect(
      rows.map(({ host, checks }) => [host, [...checks].map(([code, of]) => `${code} ${of.length}`)]),
    ).toEqual([
      ['node-1', ['unreachable 1', 'login-refused 2']],
      ['node-10', ['unreachable 1', 'host-key 1']],
    ]);
    expect(rest.map(({ subject }) => subject)).toEqual(['https://a', 'hosts']);
  });

  it('say what is amiss, and not what follows from it', () => {
    const [, second] = matrixOf(items, ['node-1', 'node-10']).rows;
    expect(toSay(second!).map(({ code }) => code)).toEqual(['unreachable']);
  });

  it('leave a key that nobody has accepted to the place where it can be', () => {
    const facts = { error: 'SSH_KEY_UNKNOWN', fingerprint: 'SHA256:x' };
    expect(isUnknownKey(itemOf('host-key', { facts }))).toBe(true);
    expect(isUnknownKey(itemOf('host-key', { facts: { ...facts, error: 'SSH_KEY_CHANGED' } }))).toBe(false);
  });
});
