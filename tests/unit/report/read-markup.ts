const voidElements = new Set(['meta', 'br', 'col']);
const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>/y;

const characterOf: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** Walks every tag; answers what does not fit (a stray `<`, an odd attribute, a wrong end tag), or null. */
export function unbalancedTag(page: string): string | null {
  const body = page.replace(/^<!doctype html>\n/, '').replace(/(<style>)[^<]*(<\/style>)/, '$1$2');
  const open: string[] = [];
  for (let at = body.indexOf('<'); at !== -1; at = body.indexOf('<', at + 1)) {
    tag.lastIndex = at;
    const found = tag.exec(body);
    if (found === null) {
      return body.slice(at, at + 60);
    }
    const name = found[2]!;
    if (found[1] === '/') {
      if (open.pop() !== name) {
        return body.slice(at, at + 60);
      }
    } else if (!voidElements.has(name)) {
      open.push(name);
    }
  }
  return open.at(-1) ?? null;
}

/** What a person reads, without the style sheet. */
export function plainText(markup: string): string {
  return markup
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<br>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => characterOf[entity] ?? entity);
}

/** The text of every cell, row by row. */
export function readRows(markup: string): string[][] {
  return [...markup.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map((row) =>
    [...row[1]!.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map((found) => plainText(found[1]!)),
  );
}

/** What stands in the chapter of a report with that number. */
export function chapterOf(page: string, number: number): string {
  const found = new RegExp(`<section class="[^"]*" id="chapter-${number}">(.*?)</section>`, 's').exec(page);
  if (found?.[1] === undefined) {
    throw new Error(`The report has no chapter ${number}.`);
  }
  return found[1];
}
