/** Long enough for a slow browser to have taken it. */
const keptMs = 60_000;

/** Hands a page over as a file; its place is the browser's, or the person's, choice. */
export function saveFile(name: string, page: string): void {
  const url = URL.createObjectURL(new Blob([page], { type: 'text/html;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(/[\\/:*?"<>|·\s]+/g, '-');
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
