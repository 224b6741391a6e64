import type { Text } from '../../contract/text.ts';

/**
 * What is wrong with a character of a value. `control`: control characters, and those that turn the direction of what
 * follows; `invisible`: nobody sees it; `blank`: looks like a space and is none; `lookalike`: looks like a character of
 * the keyboard; `full-width`: the wide form of such a character.
 */
export type CharacterKind = 'control' | 'invisible' | 'blank' | 'lookalike' | 'full-width';

export interface OddCharacter {
  readonly kind: CharacterKind;
  readonly character: string;
}

const bidi = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const invisible =
  /[\p{Cf}\p{Cs}\p{Cn}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFE00-\uFE0F\uFFA0\uFFFC\uFFFD\u{E0100}-\u{E01EF}]/u;
const lookalike =
  /[\u2010-\u2015\u2018-\u201F\u2032\u2033\u2212\u2043\u2024\u2044\u2215\u2236\u2217\u2CBA\uFE58\uFE63\uA789\u0370-\u03FF\u0400-\u04FF]/u;
const fullWidth = /[\uFF01-\uFF60\uFFE0-\uFFE6\u3002]/u;

function kindOf(character: string): CharacterKind | null {
  if (/\p{Cc}/u.test(character) || bidi.test(character) || /[\u2028\u2029]/.test(character)) {
    return 'control';
  }
  if (invisible.test(character)) {
    return 'invisible';
  }
  if (character !== ' ' && /\p{Zs}/u.test(character)) {
    return 'blank';
  }
  if (lookalike.test(character)) {
    return 'lookalike';
  }
  return fullWidth.test(character) ? 'full-width' : null;
}

/** The characters of a text that are not what they seem, each once. Most texts have none, and cost one look. */
export function oddCharacters(text: string): readonly OddCharacter[] {
  if (/^[ -~\p{Script=Han}]*$/u.test(text)) {
    return [];
  }
  return [...new Set(text)].flatMap((character) => {
    const kind = kindOf(character);
    return kind === null ? [] : [{ kind, character }];
  });
}

const unseen = new RegExp(`(?![\\t\\n\\r])(?:\\p{Cc}|${bidi.source}|${invisible.source})`, 'gu');

/** A text without the characters that nobody sees; line breaks and tabs stay. */
export function withoutUnseen(text: string): string {
  return text.replace(unseen, '');
}

/** A text with what nobody sees made visible: `VLAN<U+200B>-10`. For messages. */
export function withUnseenShown(text: string): string {
  return text.replace(unseen, (character) => `<U+${codeOf(character)}>`);
}

/** Long dashes, curly quotes and their like as the characters of the keyboard that they look like. */
export function plainPunctuation(text: string): string {
  return text
    .replace(/[\u2010-\u2015\u2043\u2212\u2CBA\uFE58\uFE63]/gu, '-')
    .replace(/[\u2018-\u201B\u2032]/gu, "'")
    .replace(/[\u201C-\u201F\u2033]/gu, '"')
    .replace(/[\u2044\u2215]/gu, '/')
    .replace(/[\u2024\u3002]/gu, '.')
    .replace(/[\u2236\uA789]/gu, ':');
}

const names: Readonly<Record<string, Text>> = {
  '0009': { zh: '制表符', en: 'tab' },
  '000A': { zh: '换行符', en: 'line break' },
  '000D': { zh: '回车符', en: 'carriage return' },
  '001B': { zh: 'ESC 控制符', en: 'escape' },
  '007F': { zh: 'DEL 控制符', en: 'delete' },
  '00A0': { zh: '不换行空格', en: 'no-break space' },
  '00AD': { zh: '软连字符', en: 'soft hyphen' },
  '034F': { zh: '组合连接符', en: 'combining grapheme joiner' },
  '061C': { zh: '阿拉伯字母方向标记', en: 'Arabic letter mark' },
  '180E': { zh: '蒙古文元音分隔符', en: 'Mongolian vowel separator' },
  '200B': { zh: '零宽空格', en: 'zero width space' },
  '200C': { zh: '零宽不连字', en: 'zero width non-joiner' },
  '200D': { zh: '零宽连字', en: 'zero width joiner' },
  '200E': { zh: '从左至右标记', en: 'left-to-right mark' },
  '200F': { zh: '从右至左标记', en: 'right-to-left mark' },
  '2010': { zh: '连字符', en: 'hyphen' },
  '2011': { zh: '不换行连字符', en: 'non-breaking hyphen' },
  '2013': { zh: '短破折号', en: 'en dash' },
  '2014': { zh: '长破折号', en: 'em dash' },
  '2018': { zh: '左弯单引号', en: 'left single quote' },
  '2019': { zh: '右弯单引号', en: 'right single quote' },
  '201C': { zh: '左弯双引号', en: 'left double quote' },
  '201D': { zh: '右弯双引号', en: 'right double quote' },
  '2028': { zh: '行分隔符', en: 'line separator' },
  '2029': { zh: '段分隔符', en: 'paragraph separator' },
  '202A': { zh: '从左至右嵌入', en: 'left-to-right embedding' },
  '202B': { zh: '从右至左嵌入', en: 'right-to-left embedding' },
  '202C': { zh: '方向格式结束符', en: 'pop directional formatting' },
  '202D': { zh: '从左至右强制', en: 'left-to-right override' },
  '202E': { zh: '从右至左强制', en: 'right-to-left override' },
  '202F': { zh: '窄不换行空格', en: 'narrow no-break space' },
  '2060': { zh: '单词连接符', en: 'word joiner' },
  '2066': { zh: '从左至右隔离', en: 'left-to-right isolate' },
  '2067': { zh: '从右至左隔离', en: 'right-to-left isolate' },
  '2068': { zh: '首强方向隔离', en: 'first strong isolate' },
  '2069': { zh: '隔离结束符', en: 'pop directional isolate' },
  '2212': { zh: '数学减号', en: 'minus sign' },
  '3000': { zh: '全角空格', en: 'ideographic space' },
  '3002': { zh: '中文句号', en: 'Chinese full stop' },
  FEFF: { zh: '零宽不换行空格（BOM）', en: 'zero width no-break space (BOM)' },
  FFFD: { zh: '替换字符', en: 'replacement character' },
};

const codeOf = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

const kindNames: Readonly<Record<CharacterKind, Text>> = {
  control: { zh: '控制字符', en: 'control character' },
  invisible: { zh: '不可见字符', en: 'invisible character' },
  blank: { zh: '特殊空格', en: 'special space' },
  lookalike: { zh: '形近字符', en: 'lookalike character' },
  'full-width': { zh: '全角字符', en: 'full-width character' },
};

/** `零宽空格（U+200B）`, `zero width space (U+200B)`. A character that can be seen is shown as well. */
function nameOf({ kind, character }: OddCharacter): Text {
  const code = codeOf(character);
  const known = names[code] ?? kindNames[kind];
  const isSeen = kind === 'lookalike' || kind === 'full-width';
  const seen = isSeen ? ` ${character}` : '';
  return { zh: `${known.zh}${seen}（U+${code}）`, en: `${known.en}${seen} (U+${code})` };
}

/** More are not listed: the first ones tell what happened. */
const mostNamed = 6;

/** The names of characters, for a sentence. */
export function namesOf(characters: readonly OddCharacter[]): Text {
  const named = characters.slice(0, mostNamed).map(nameOf);
  const more = characters.length > mostNamed;
  return {
    zh: `${named.map(({ zh }) => zh).join('、')}${more ? ' 等' : ''}`,
    en: `${named.map(({ en }) => en).join(', ')}${more ? ' and others' : ''}`,
  };
}
