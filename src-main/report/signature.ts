import { type Html, fragment } from './markup.ts';
import { type Page, chapter } from './page.ts';
import type { Texts } from './texts-chinese.ts';

/** Room for two parties to sign what the statement says. */
export function signatureBlock(
  words: Texts['signature'],
  statement: string,
  engineer: string | null = null,
): Html {
  const party = (title: string, name: string | null): Html => {
    const blanks = [words.company, words.name, words.sign, words.date].map(
      (label) =>
        fragment`<p class="blank"><span>${label}</span><i>${label === words.name ? (name ?? '') : ''}</i></p>`,
    );
    return fragment`<div class="party">
      <h3>${title}</h3>
      ${blanks}
    </div>`;
  };
  return fragment`<div class="signature">
    <p class="intro">${statement}</p>
    <div class="parties">${party(words.customer, null)}${party(words.engineer, engineer)}</div>
    <p class="blank remark"><span>${words.remark}</span><i></i></p>
  </div>`;
}

/** Where the customer and the engineer sign. */
export function signatureChapter({ document, texts }: Page, number: number): Html {
  const { signature, chapters } = texts;
  return chapter(
    { number, title: chapters.signature },
    signatureBlock(signature, signature.statement, document.engineer),
  );
}
