import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Database from 'better-sqlite3';

/** One way in which a secret may stand in a file. */
interface Trace {
  readonly secret: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** Base64 of text that stands anywhere in a longer one: the characters that do not depend on what is around it. */
function base64Inside(text: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
  const whole = bytes.toString('base64').replaceAll('=', '');
  const firstOwn = Math.ceil((offset * 8) / 6);
  const lastOwn = Math.floor((bytes.length * 8) / 6);
  return whole.slice(firstOwn, lastOwn);
}

const asJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const asAscii = (text: string): string =>
  asJson(text).replace(
    /[\u0080-\uffff]/g,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const asScript = (text: string): string =>
  asJson(text).replace(/[<>&]/g, (sign) => String.raw`\u00${sign.charCodeAt(0).toString(16)}`);
const asMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Every form of text that this product or a library below it might write. */
function formsOf(secret: string): Readonly<Record<string, string>> {
  const url = encodeURIComponent(secret);
  return {
    raw: secret,
    url,
    'url, lower case': url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    'url, plus for space': url.replaceAll('%20', '+'),
    'url, whole address': encodeURI(secret),
    json: asJson(secret),
    'json, ascii': asAscii(secret),
    'json in json': asJson(asJson(secret)),
    'json in a script': asScript(secret),
    markup: asMarkup(secret),
    'markup, apostrophes': asMarkup(secret).replaceAll("'", '&#39;'),
    'markup, numbers': asMarkup(secret).replaceAll('&quot;', '&#34;').replaceAll("'", '&#39;'),
    'base64, at 0': base64Inside(secret, 0),
    'base64, at 1': base64Inside(secret, 1),
    'base64, at 2': base64Inside(secret, 2),
    hexadecimal: Buffer.from(secret).toString('hex'),
  };
}

function tracesOf(secrets: readonly string[]): readonly Trace[] {
  return secrets.flatMap((secret) => {
    const forms = formsOf(secret);
    const texts = Object.entries(forms).map(([form, text]) => ({ secret, form, bytes: Buffer.from(text) }));
    const little = Buffer.from(secret, 'utf16le');
    const urlSafe = [0, 1, 2].map((offset) => ({
      secret,
      form: `base64url, at ${offset}`,
      bytes: Buffer.from(base64Inside(secret, offset).replaceAll('+', '-').replaceAll('/', '_')),
    }));
    return [
      ...texts,
      ...urlSafe,
      { secret, form: 'UTF-16LE', bytes: little },
      { secret, form: 'UTF-16BE', bytes: Buffer.from(little).swap16() },
    ];
  });
}

/** Where secrets stand, as `place: form of secret`; empty is what everything must come to. */
export type SecretSearch = (place: string, content: Buffer | string) => readonly string[];

export function createSecretSearch(secrets: readonly string[]): SecretSearch {
  const traces = tracesOf(secrets);
  return (place, content) => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
    return traces
      .filter((trace) => bytes.includes(trace.bytes))
      .map(({ secret, form }) => `${place}: ${form} of ${secret}`);
  };
}

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** All values of all rows: in the file a long one may be cut into pages. */
function valuesIn(path: string): string {
  const database = new Database(path, { readonly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
    const rows = (tables as string[]).flatMap((table) =>
      database.prepare(`SELECT * FROM "${table}"`).raw().all(),
    );
    return (rows as unknown[][]).map((values) => values.map(String).join('\n')).join('\n');
  } finally {
    database.close();
  }
}

/** Looks through every file below a directory, and through the rows of its databases. */
export function searchDirectory(directory: string, search: SecretSearch): readonly string[] {
  return filesIn(directory).flatMap((path) => {
    const place = relative(directory, path);
    const found = search(place, readFileSync(path));
    const isDatabase = /\.(db|sqlite)$/.test(path);
    return isDatabase ? [...found, ...search(`rows of ${place}`, valuesIn(path))] : found;
  });
}
