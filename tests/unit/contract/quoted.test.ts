import { describe, expect, it } from 'vitest';
import { asPhrase, asSentence } from '../../../src-main/contract/quoted.ts';

describe('words of another system', () => {
  it.each([
    ['smartx is not in the sudoers file.', 'smartx is not in the sudoers file.'],
    ['name is taken', 'name is taken.'],
    ['名称已被占用。', '名称已被占用.'],
    ['Sorry, try again!', 'Sorry, try again!'],
    ['Permission denied, please try again...', 'Permission denied, please try again...'],
  ])('"%s" end a sentence once', (words, ended) => {
    expect(asSentence(words, '.')).toBe(ended);
  });

  it('take the full stop of the language around them', () => {
    expect(asSentence('smartx is not in the sudoers file.', '。')).toBe(
      'smartx is not in the sudoers file。',
    );
  });

  it.each([
    ['user is not in the wheel group.', 'user is not in the wheel group'],
    ['版本 6.2.0', '版本 6.2.0'],
    ['waiting...', 'waiting...'],
  ])('"%s" inside of a sentence have no full stop', (words, phrase) => {
    expect(asPhrase(words)).toBe(phrase);
  });
});
