/** What another system said, as a part of a sentence of ours: it often comes with a full stop of its own. */

/** For inside of a sentence: without that full stop. An ellipsis stays. */
export const asPhrase = (words: string): string => words.replace(/(?<!\.)[.。]$/u, '');

/** For the end of a sentence: with one mark that ends it, ours or theirs. */
export function asSentence(words: string, fullStop: '.' | '。'): string {
  return /(?:[!?！？…]|\.\.)$/u.test(words) ? words : `${asPhrase(words)}${fullStop}`;
}
