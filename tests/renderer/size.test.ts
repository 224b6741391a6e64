import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const built = resolve('out/renderer');

/** What the browser reads before the first page is drawn: the scripts that the page names, and those they import at once. */
function firstScripts(): readonly string[] {
  const html = readFileSync(join(built, 'index.html'), 'utf8');
  const open = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(([, path]) => path!);
  const found = new Set<string>();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) {
      continue;
    }
    found.add(path);
    const source = readFileSync(join(built, path), 'utf8');
    for (const [, next] of source.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
      open.push(`assets/${next!}`);
    }
  }
  return [...found];
}

it('the first paint needs at most 350 KB of compressed JavaScript', () => {
  const scripts = firstScripts();
  const sizes = scripts.map((path) => gzipSync(readFileSync(join(built, path)), { level: 9 }).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(total / 1_000).toBeLessThanOrEqual(350);
});

it('no schema library, workbook reader or network library is in the page', () => {
  const text = firstScripts()
    .map((path) => readFileSync(join(built, path), 'utf8'))
    .join('\n');
  for (const sign of ['ZodError', 'exceljs', 'undici', 'better-sqlite3']) {
    expect(text).not.toContain(sign);
  }
});
