/** Languages of everything a person reads. Codes and keys never change with it. */
export type Language = 'zh-CN' | 'en';

/**
 * Something a person reads, in both languages. It is kept like this wherever it is stored or sent, and one language is
 * chosen where it is shown: whoever looks at a run chooses, not whoever started it.
 */
export type Text = Readonly<{ zh: string; en: string }>;

/** A value with one language chosen for every text in it. */
export type Localized<T> = T extends Text
  ? string
  : T extends readonly (infer Item)[]
    ? Localized<Item>[]
    : T extends object
      ? { [Key in keyof T]: Localized<T[Key]> }
      : T;

export const textIn = ({ zh, en }: Text, language: Language): string => (language === 'en' ? en : zh);

/** Names, addresses and what another system said: the same in both languages. */
export const verbatim = (words: string): Text => ({ zh: words, en: words });

/** By its form alone, without the schema: it is asked of every object of every log line. */
export function isText(value: unknown): value is Text {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) {
    return false;
  }
  const { zh, en } = value as Partial<Text>;
  return typeof zh === 'string' && typeof en === 'string';
}

/** The value with every text in it replaced by its words in the language. */
export function localized<T>(value: T, language: Language): Localized<T> {
  return localizedValue(value, language) as Localized<T>;
}

function localizedValue(value: unknown, language: Language): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (isText(value)) {
    return textIn(value, language);
  }
  if (Array.isArray(value)) {
    return value.map((item) => localizedValue(item, language));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, localizedValue(inner, language)]),
  );
}
