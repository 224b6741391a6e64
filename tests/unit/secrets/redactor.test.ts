import { describe, expect, it } from 'vitest';
import { createRedactor, quoteWithout } from '../../../src-main/adapters/secrets/redactor.ts';

const secret = 'P"a\\s<w>&0%rd+密码';
const forms: Readonly<Record<string, string>> = {
  raw: secret,
  'JSON-escaped': JSON.stringify(secret).slice(1, -1),
  'JSON in JSON': JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  'URL-encoded': encodeURIComponent(secret),
  'as form data': new URLSearchParams({ x: secret }).toString().slice(2),
  'in HTML': secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;'),
  base64: Buffer.from(secret).toString('base64'),
  'base64 behind one byte': Buffer.from(`:${secret}`).toString('base64'),
  'base64 behind a user name': Buffer.from(`root:${secret}`).toString('base64'),
  'base64 of UTF-16': Buffer.from(secret, 'utf16le').toString('base64'),
  hex: Buffer.from(secret).toString('hex'),
};

describe('the redactor', () => {
  it.each(Object.entries(forms))('hides a secret %s', (_name, form) => {
    const redactor = createRedactor();
    redactor.add(secret);
    const text = `before ${form} after`;
    expect(redactor.holdsSecret(text)).toBe(true);
    const redacted = redactor.redact(text);
    expect(redacted).toMatch(/^before .*\*\*\*.* after$/);
    expect(redactor.holdsSecret(redacted)).toBe(false);
  });

  it('hides the longer of two secrets where one is part of the other', () => {
    const redactor = createRedactor();
    redactor.add('secret');
    redactor.add('secret-and-more');
    expect(redactor.redact('secret-and-more, secret')).toBe('***, ***');
  });

  it('learns secrets while it works, and leaves everything else alone', () => {
    const redactor = createRedactor();
    expect(redactor.redact('first')).toBe('first');
    redactor.add('first');
    expect(redactor.redact('first second')).toBe('*** second');
  });

  it('hides an ordinary word only where it stands by itself', () => {
    const redactor = createRedactor();
    redactor.add('admin');
    expect(redactor.redact('the administrator: admin/admin1 "admin"')).toBe(
      'the administrator: ***/***1 "***"',
    );
    expect(redactor.holdsSecret('administrator')).toBe(false);
    expect(redactor.holdsSecret('user admin')).toBe(true);
    expect(redactor.holdsSecret('user admin', new Set(['admin']))).toBe(false);
    expect(redactor.holdsSecret(Buffer.from('root:admin').toString('base64'))).toBe(true);
    redactor.add('Other-secret-1');
    expect(redactor.holdsSecret('user admin, Other-secret-1', new Set(['admin']))).toBe(true);
  });

  it('leaves words of three letters alone: hiding them would hide the log', () => {
    const redactor = createRedactor();
    redactor.add('abc');
    expect(redactor.redact('abc')).toBe('abc');
  });

  it('masks in words of another system also a password in other letters, where it is no ordinary word', () => {
    const redactor = createRedactor();
    for (const secret of ['Demo-Bmc-01', 'Fx9&k', 'Administrator']) {
      redactor.add(secret);
    }
    const said = 'GOT {"PASSWORD":"DEMO-BMC-01"} demo-bmc-01 BMC-01 fx9&K ADMINISTRATOR administrator';
    const kept = 'GOT {"PASSWORD":"***"} *** BMC-01 fx9&K ADMINISTRATOR administrator';
    expect([redactor.quote(said), redactor.mask(said)]).toEqual([kept, kept]);
    expect(redactor.redact(said)).toBe(said);
    expect(quoteWithout('FX:9&K<2', ['Fx:9&k<2'])).toBe('***');
  });

  it.each([0, 285, 290, 295, 299])(
    'masks a quote before it cuts it: a secret from character %i on',
    (start) => {
      const secret = 'Wahr-Geheim-4711';
      const redactor = createRedactor();
      redactor.add(secret);
      const words = `${'.'.repeat(start)}${secret} end`;
      for (const said of [redactor.quote(words), quoteWithout(words, [secret])]) {
        expect(said).toBe(`${'.'.repeat(start)}*** end`.slice(0, 300));
      }
    },
  );

  it('masks in a quote also a short password that was sent, and pieces of a long one', () => {
    expect(quoteWithout('wrong: abc', ['abc'])).toBe('wrong: ***');
    expect(quoteWithout('wrong: cret-of-9', ['Secret-of-99'])).toBe('wrong: ***');
    expect(quoteWithout('wrong: 41 4a, 5365637265742D6F662D3939', ['Secret-of-99'])).toBe(
      'wrong: 41 4a, ***',
    );
  });
});
