import { describe, expect, it } from 'vitest';
import { visible, visibleJson, visibleLines } from '../../src-main/contract/visible.ts';

describe('visible', () => {
  it.each([
    ['ESC and BEL', '\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['line ends', 'a\r\nb\nc\td', 'a\\r\\nb\\nc\\td'],
    ['eight-bit controls', '\u009b2J \u0085 \u007f', '\\x9b2J \\x85 \\x7f'],
    ['direction marks', 'a\u202eb\u2066c\u061cd', 'a\\u202eb\\u2066c\\u061cd'],
    ['separators and marks without a shape', 'a\u2028b\u200bc\ufeff', 'a\\u2028b\\u200bc\\ufeff'],
    ['tags beyond the basic plane', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half a pair', 'a\ud800b', 'a\\ud800b'],
    ['what is seen', '管理网络 VLAN 👩‍💻 <b> = @', '管理网络 VLAN 👩‍💻 <b> = @'],
  ])('writes out %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
    expect(visible(shown)).toBe(shown);
  });

  it('leaves the lines of a text with several', () => {
    expect(visibleLines('a\nb\u001b')).toBe('a\nb\\x1b');
  });
});

it('a JSON document means the same and holds none of them', () => {
  const value = { 'k\u009b': 'a\u001b\u009b\u202e\u2028\u{e0041}\r\n中 👩‍💻', list: ['\u007f'] };
  for (const layout of [0, 2]) {
    const json = visibleJson(JSON.stringify(value, null, layout));
    expect(JSON.parse(json)).toEqual(value);
    expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e\u2028\u{e0041}]/u);
  }
});
