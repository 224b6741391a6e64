import { literalFinder, type Span } from './literals.ts';
import { formsOf, mayEscape, partsOf } from './secret-forms.ts';

/** Shorter ones occur inside ordinary words; hiding them would make the logs unreadable without keeping a secret. */
const shortestSecret = 4;
const shown = '***';

/** The one that stands between everything that writes and the disk; it knows every secret resolved in this process. */
export interface Redactor {
  add(secret: string): void;
  redact(text: string): string;
  /**
   * Whether the text still holds a secret in any of the forms known here. `except` are words that are no secrets where
   * they stand, such as the account `root` beside the password `root`.
   */
  holdsSecret(text: string, except?: ReadonlySet<string>): boolean;
  /** What another system was sent and said, to be kept: also without parts of secrets of eight characters and more. */
  mask(text: string): string;
  /** Words of another system, for a message: also without parts of secrets of eight characters and more, and of `sent`. */
  quote(words: string, sent?: readonly string[]): string;
}

const noWords: ReadonlySet<string> = new Set();

export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  let whole: Matcher | null = null;
  let parts: Matcher | null = null;
  const compiled = (): Matcher => (whole ??= matcherOf([...secrets]));
  const compiledParts = (): Matcher => (parts ??= retoldMatcherOf([...secrets]));
  return {
    add(secret) {
      if (secret.length < shortestSecret || secrets.has(secret)) {
        return;
      }
      secrets.add(secret);
      whole = null;
      parts = null;
    },
    redact: (text) => (secrets.size === 0 ? text : masked(text, compiled())),
    holdsSecret(text, except = noWords) {
      const counting = [...secrets].filter((secret) => !except.has(secret));
      if (counting.length === 0) {
        return false;
      }
      const matcher = counting.length === secrets.size ? compiled() : matcherOf(counting);
      return matcher(text).length > 0;
    },
    mask: (text) => (secrets.size === 0 ? text : masked(text, compiled(), compiledParts())),
    quote: (words, sent = []) => quoted(words, [compiled(), compiledParts(), ...matchersOf(sent)]),
  };
}

/** For words of a system that was sent these secrets, where no redactor is at hand. */
export function quoteWithout(words: string, sent: readonly string[]): string {
  return quoted(words, matchersOf(sent));
}

const quotedLengthMaximum = 300;
/** Error pages can be long; what is looked at is far more than what is shown. */
const looked = { characters: 65_536, unsure: 4096 };

/** Masked first and cut afterwards: half a secret would be recognised no more. */
function quoted(words: string, matchers: readonly Matcher[]): string {
  const start = words.slice(0, looked.characters);
  const text = masked(start, ...matchers);
  // A secret that lies across the end of what was looked at is only half there.
  const sure = words.length > looked.characters ? text.slice(0, -looked.unsure) : text;
  return sure.replaceAll(/\s+/g, ' ').trim().slice(0, quotedLengthMaximum);
}

/** Where secrets stand in a text. */
type Matcher = (text: string) => readonly Span[];

const matchersOf = (secrets: readonly string[]): readonly Matcher[] => {
  const sent = secrets.filter((secret) => secret !== '');
  return [matcherOf(sent), retoldMatcherOf(sent)];
};

/** Shorter ones in capitals are too often something else. */
const shortestFolded = 6;

/** Also in capitals or small letters; every character keeps its place. */
const inSmallLetters = (text: string): string =>
  text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * What another system has made of a secret while it told it: pieces, and either case. Only for its words: among ours a
 * user `admin1` beside the password `Admin1` is no secret. A password of letters only might be any word.
 */
function retoldMatcherOf(secrets: readonly string[]): Matcher {
  const pieces = secrets.flatMap(partsOf);
  const inParts = matcherOf(pieces);
  const folded = literalFinder(
    [...secrets.filter((secret) => secret.length >= shortestFolded && !isWord(secret)), ...pieces].map(
      inSmallLetters,
    ),
  );
  return (text) => [...inParts(text), ...folded(inSmallLetters(text))];
}

/** What overlaps or touches becomes one. */
function masked(text: string, ...matchers: readonly Matcher[]): string {
  const spans = matchers.flatMap((matcher) => matcher(text)).sort((left, right) => left.from - right.from);
  let result = '';
  let end = 0;
  for (const { from, to } of spans) {
    if (from > end || end === 0) {
      result += text.slice(end, from) + shown;
    }
    end = Math.max(end, to);
  }
  return result + text.slice(end);
}

const isWord = (secret: string): boolean => /^[A-Za-z]+$/.test(secret);
const isLetter = (character: string | undefined): boolean => /^[A-Za-z]$/.test(character ?? '');

/** Also in capitals; every character keeps its place. */
const inSmallHex = (text: string): string => text.replaceAll(/[A-F]+/g, (digits) => digits.toLowerCase());

function matcherOf(secrets: readonly string[]): Matcher {
  if (secrets.length === 0) {
    return () => [];
  }
  const forms = [...new Set(secrets)]
    .sort((a, b) => b.length - a.length)
    .map((secret) => ({ secret, ...formsOf(secret) }));
  const words = literalFinder(secrets.filter(isWord));
  const others = literalFinder([
    ...secrets.filter((secret) => !isWord(secret)),
    ...forms.flatMap(({ packed }) => packed),
  ]);
  const hexadecimal = literalFinder(forms.flatMap((one) => one.hexadecimal));
  const escaped = escapedPattern(forms);
  return (text) => [
    ...others(text),
    ...hexadecimal(inSmallHex(text)),
    // An ordinary word counts only by itself: `admin` is not hidden inside `administrator`. Packed it is no word.
    ...words(text).filter(({ from, to }) => !isLetter(text[from - 1]) && !isLetter(text[to])),
    ...(mayEscape.test(text) ? spansOf(escaped, text) : []),
  ];
}

/** Matches also where one begins inside another. */
function escapedPattern(forms: readonly { readonly secret: string; readonly escaped: string }[]): RegExp {
  const alternatives = forms.map(({ secret, escaped }) =>
    isWord(secret) ? `(?<![A-Za-z])${escaped}(?![A-Za-z])` : escaped,
  );
  return new RegExp(`(?=(?<secret>${alternatives.join('|')}))`, 'g');
}

const spansOf = (pattern: RegExp, text: string): readonly Span[] =>
  [...text.matchAll(pattern)].map(({ index, groups }) => ({
    from: index,
    to: index + (groups?.['secret'] ?? '').length,
  }));
