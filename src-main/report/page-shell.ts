import { productMark } from '../contract/product-mark.ts';
import { type Html, fragment, nothing, styleElement } from './markup.ts';
import type { Texts } from './texts-chinese.ts';

interface Shell {
  readonly language: Texts['language'];
  /** Of the window or tab. */
  readonly windowTitle: string;
  readonly title: string;
  readonly subtitle: string;
  /** Said on every page, or null where the site is a real one. */
  readonly practice: string | null;
  readonly style: string;
  /** What stands at the edges of every printed page. */
  readonly running: {
    readonly site: string;
    readonly number: string;
    readonly product: string;
    readonly madeAt: string;
  };
}

/** A document for people as one file: no script, nothing asked for from outside. */
export function pageShell(shell: Shell, content: readonly Html[]): string {
  const { running, practice } = shell;
  const banner = practice === null ? nothing : fragment`<p class="practice">${practice}</p>`;
  // The watermark comes last: a fixed box is repeated on every printed page and has to lie over the tables.
  const watermark =
    practice === null
      ? nothing
      : fragment`<div class="watermark" aria-hidden="true"><span>${practice}</span></div>`;
  return fragment`<!doctype html>
    <html lang="${shell.language}">
      <head>
        <meta charset="utf-8">
        <meta name="generator" content="${productMark}">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${shell.windowTitle}</title>
        ${styleElement(shell.style)}
      </head>
      <body>
        ${banner}
        <main class="sheet">
          <div class="running head"><span>${running.site}</span><span>${running.number}</span></div>
          <h1>${shell.title}</h1>
          <p class="subtitle">${shell.subtitle}</p>
          ${content}
          <div class="running foot"><span>${running.product}</span><span>${running.madeAt}</span></div>
        </main>
        ${watermark}
      </body>
    </html>
  `.markup;
}
