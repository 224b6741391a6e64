import { describe, expect, it } from 'vitest';
import { readBaseUrl } from '../../../src-main/contract/base-url.ts';
import { requireFingerprints, requireSiteAddress } from '../../../src-main/contract/order-checks.ts';

const hex = 'AB'.repeat(32);
const colons = hex.replace(/..(?=.)/g, '$&:');
const base64 = 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg';

function thrownBy(act: () => void): unknown {
  try {
    act();
    return null;
  } catch (thrown) {
    return thrown;
  }
}

describe('the address of a site', () => {
  it.each([
    'https://192.0.2.10',
    'https://192.0.2.10/',
    'https://192.0.2.10:8443',
    'http://127.0.0.1:3000',
    'https://[2001:db8::10]:443/',
    'https://cluster.example',
  ])('%s is one', (given) => expect(readBaseUrl(given)).not.toBeNull());

  it.each([
    'https://operator:S3cretInUrl99@127.0.0.1:1/x?y',
    'https://operator@192.0.2.10',
    'https://:S3cretInUrl99@192.0.2.10',
    'https://192.0.2.10/api',
    'https://192.0.2.10?S3cretInUrl99',
    'https://192.0.2.10/?',
    'https://192.0.2.10#S3cretInUrl99',
    'https://192.0.2.10:0',
    'https://192.0.2.10:99999',
    'ftp://192.0.2.10',
    'file:///etc/passwd',
    '192.0.2.10:443',
    'https://',
    '',
  ])('%s is none, and is not repeated', (given) => {
    expect(readBaseUrl(given)).toBeNull();
    const thrown = thrownBy(() => requireSiteAddress('--base-url', given));
    expect(thrown).toMatchObject({ code: 'INPUT_INVALID', data: { name: '--base-url' } });
    expect(JSON.stringify(thrown)).not.toContain('S3cret');
    expect((thrown as { text: { zh: string; en: string } }).text).toEqual({
      zh: expect.stringContaining('--base-url 要写成 https://地址') as string,
      en: expect.stringContaining('--base-url must be https://ADDRESS') as string,
    });
  });
});

describe('a fingerprint', () => {
  it.each([hex, colons, colons.toLowerCase(), `SHA256:${hex}`, `sha-256=${colons}`, base64])(
    '%s is one',
    (given) => expect(thrownBy(() => requireFingerprints('--accept-fingerprint', [given]))).toBeNull(),
  );

  it.each([`SHA256:${base64}`, `SHA256:${base64}=`])('%s is one of an SSH key', (given) =>
    expect(thrownBy(() => requireFingerprints('--accept-fingerprint', [given]))).toBeNull(),
  );

  it.each(['yes', 'AB:CD', 'a'.repeat(40), `${hex}AB`, 'MD5:aa:bb'])('%s is none', (given) =>
    expect(thrownBy(() => requireFingerprints('--accept-fingerprint', [hex, given]))).toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(given) as string,
    }),
  );
});
