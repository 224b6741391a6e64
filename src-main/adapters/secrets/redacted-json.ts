/** Takes secrets out of text on its way to the disk. */
export type Redact = (text: string) => string;

/**
 * The value as JSON, its texts redacted one by one: a secret that is also a number or the name of a field must not tear
 * the document apart.
 */
export function redactedJson(value: unknown, redact: Redact): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? redact(inner) : inner));
}
