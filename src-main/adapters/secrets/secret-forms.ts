/** How a secret looks once other systems have quoted, escaped or encoded it. */

/** Base64 of bytes in the middle of something else: the characters that do not depend on their neighbours, at each alignment. */
function base64Cores(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    return padded.slice(from, to);
  });
}

const hexOf = (bytes: Iterable<number>): string[] =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));

/** Letters that are hexadecimal digits, in either case. */
const eitherCase = (hex: string): string =>
  hex.replaceAll(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);

const shortestBase64 = 4;

const encodingsOf = (secret: string): readonly Buffer[] => [
  Buffer.from(secret),
  Buffer.from(secret, 'utf16le'),
];

/** The ways that carry whole bytes, each as it is written: base64 (also URL-safe), and UTF-16. */
function packedForms(secret: string): readonly string[] {
  const cores = encodingsOf(secret)
    .flatMap(base64Cores)
    .filter((core) => core.length >= shortestBase64);
  const safe = cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'));
  return [...cores, ...safe, Buffer.from(secret, 'utf16le').toString('latin1')];
}

const entities: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
  '\u00A0': 'nbsp',
};
const shortEscapes: Readonly<Record<string, string>> = { '\t': 't', '\b': 'b', '\f': 'f' };
/** One or more: JSON in JSON doubles them. */
const backslashes = '\\\\+';
/** Also where the ampersand was escaped once more. */
const ampersand = '&(?:amp;)*';

function escapedForms(character: string): readonly string[] {
  const point = character.codePointAt(0) ?? 0;
  const units = [...Array(character.length).keys()].map((index) => character.charCodeAt(index));
  const asUnits = units.map((unit) => `${backslashes}u${eitherCase(unit.toString(16).padStart(4, '0'))}`);
  const percent = hexOf(Buffer.from(character)).map((byte) => `%(?:25)*${eitherCase(byte)}`);
  const forms = [
    asUnits.join(''),
    percent.join(''),
    `${ampersand}#0*${point};?`,
    `${ampersand}#[xX]0*${eitherCase(point.toString(16))};?`,
  ];
  if (point < 256) {
    forms.push(`${backslashes}x${eitherCase(point.toString(16).padStart(2, '0'))}`);
  }
  if ('"\\/\''.includes(character)) {
    forms.push(`${backslashes}${RegExp.escape(character)}`);
  }
  const letter = shortEscapes[character];
  if (letter !== undefined) {
    forms.push(`${backslashes}${letter}`);
  }
  const entity = entities[character];
  if (entity !== undefined) {
    forms.push(`${ampersand}${entity};?`);
  }
  if (character === ' ') {
    forms.push('\\+');
  }
  return forms;
}

/** Escapes begin with one of these; a text without them holds none. */
export const mayEscape = /[\\%&+]/;

interface SecretForms {
  readonly packed: readonly string[];
  /** Hexadecimal, in small letters; it may be written in either case. */
  readonly hexadecimal: readonly string[];
  /** Every character as it is or escaped, in any mixture: the source of a regular expression. */
  readonly escaped: string;
}

export function formsOf(secret: string): SecretForms {
  const characters = Array.from(
    secret,
    (character) => `(?:${[...escapedForms(character), RegExp.escape(character)].join('|')})`,
  );
  return {
    packed: packedForms(secret),
    hexadecimal: encodingsOf(secret).map((bytes) => bytes.toString('hex')),
    escaped: characters.join(''),
  };
}

/** In characters. */
const partLength = 8;

/** Pieces of eight characters; those that are letters only could be any word of the text. */
export function partsOf(secret: string): readonly string[] {
  const characters = Array.from(secret);
  const starts = Array(Math.max(0, characters.length - partLength + 1)).keys();
  return [...starts]
    .map((start) => characters.slice(start, start + partLength).join(''))
    .filter((part) => !/^[A-Za-z]+$/.test(part));
}
