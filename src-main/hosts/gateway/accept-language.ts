import type { Language } from '../../contract/text.ts';

/** The language of an answer's plain sentences: Chinese when the request prefers any kind of it, else English. */
export function acceptedLanguage(header: string | undefined): Language {
  let best = { language: 'en' as Language, weight: 0 };
  for (const part of (header ?? '').split(',')) {
    const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const language = languageOf(tag);
    const weight = weightOf(parameters);
    if (language !== null && weight > best.weight) {
      best = { language, weight };
    }
  }
  return best.language;
}

/** `zh`, `zh-TW` and `zh-Hans-CN` are Chinese; a language that we do not speak is passed over. */
function languageOf(tag: string): Language | null {
  const [primary] = tag.split('-');
  if (primary === 'zh') {
    return 'zh-CN';
  }
  return primary === 'en' ? 'en' : null;
}

/** From 0 (not at all) to 1, which is also what a missing or unreadable weight means. */
function weightOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
  const weight = given === undefined || given === '' ? 1 : Number(given);
  return weight >= 0 && weight <= 1 ? weight : 1;
}
