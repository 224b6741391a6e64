import { describe, expect, it } from 'vitest';
import { redactedJson } from '../../../src-main/adapters/secrets/redacted-json.ts';
import { createRedactor } from '../../../src-main/adapters/secrets/redactor.ts';

const redactor = createRedactor();
for (const secret of ['1200', 'message', 'Pa"ss\\1']) {
  redactor.add(secret);
}
const redact = (text: string): string => redactor.redact(text);

describe('a document with secrets in it', () => {
  it('stays a document: numbers and names of fields are left as they are', () => {
    const document = { at: 1_795_120_012_345, message: { zh: '密码 1200', en: 'a message: Pa"ss\\1' } };
    expect(JSON.parse(redactedJson(document, redact))).toEqual({
      at: 1_795_120_012_345,
      message: { zh: '密码 ***', en: 'a ***: ***' },
    });
  });

  it('hides them in lists and deep inside, and keeps what is no text', () => {
    const document = [{ deep: ['x1200y', null, true] }, undefined];
    expect(JSON.parse(redactedJson(document, redact))).toEqual([{ deep: ['x***y', null, true] }, null]);
  });
});
