/** Long enough for a slow browser to have taken it. */
const keptMs = 60_000;

/** Hands a text to the browser to be saved as a file; its place is the browser's, or the person's, choice. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}

/** A name that every file system takes. */
export const safeFileName = (name: string): string => name.replace(/[\\/:*?"<>|·\s]+/g, '-');

/** The last part of a path, of whichever system wrote it. */
export const fileNameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
