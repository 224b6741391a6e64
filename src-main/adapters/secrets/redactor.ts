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
}

/** Base64 of a secret in the middle of something else: the characters that do not depend on its neighbours, at each alignment. */
function base64Cores(secret: string, encoding: 'utf8' | 'utf16le'): string[] {
  const bytes = Buffer.from(secret, encoding);
  return [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    return padded.slice(from, to);
  });
}

function formsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const html = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
  const encoded = encodeURIComponent(secret);
  const strict = encoded.replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const utf16 = Buffer.from(secret, 'utf16le').toString('latin1');
  const hex = Buffer.from(secret).toString('hex');
  const all = [
    secret,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    html,
    encoded,
    strict,
    strict.replaceAll('%20', '+'),
    utf16,
    hex,
  ];
  return [...all, ...base64Cores(secret, 'utf8'), ...base64Cores(secret, 'utf16le')].filter(
    (form) => form.length >= shortestSecret,
  );
}

const noWords: ReadonlySet<string> = new Set();

export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  let pattern: RegExp | null = null;
  const compiled = (): RegExp => {
    pattern ??= compile([...secrets]);
    return pattern;
  };
  return {
    add(secret) {
      if (secret.length < shortestSecret || secrets.has(secret)) return;
      secrets.add(secret);
      pattern = null;
    },
    redact: (text) => (secrets.size === 0 ? text : text.replace(compiled(), shown)),
    holdsSecret(text, except = noWords) {
      const counting = [...secrets].filter((secret) => !except.has(secret));
      if (counting.length === 0) return false;
      return text.search(counting.length === secrets.size ? compiled() : compile(counting)) >= 0;
    },
  };
}

function compile(secrets: readonly string[]): RegExp {
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const words = new Set(secrets.filter((secret) => /^[A-Za-z]+$/.test(secret)));
  // An ordinary word counts only by itself: `admin` is not hidden inside `administrator`. Its encoded forms are no words.
  const patternOf = (form: string): string =>
    words.has(form) ? `(?<![A-Za-z])${RegExp.escape(form)}(?![A-Za-z])` : RegExp.escape(form);
  return new RegExp(forms.map(patternOf).join('|'), 'g');
}
