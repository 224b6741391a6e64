import type { Language } from '../../src-main/contract/text.ts';

/** Where the host of this page serves the acceptance report as a document of its own, for a frame. */
export const reportAddress = (run: string, language: Language): string =>
  `/api/report/${encodeURIComponent(run)}?language=${language}`;

const keptMs = 10_000;

/** Hands a text to the browser to be saved as a file. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
