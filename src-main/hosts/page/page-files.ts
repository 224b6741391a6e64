import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface StaticFile {
  readonly type: string;
  readonly content: Buffer;
}

/**
 * The page's files by their exact path, read once. A request is only ever looked up here, so no path, however written,
 * reaches the disk.
 */
export function readPage(directory: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  addFiles(files, directory, '');
  const index = files.get('/index.html');
  if (index !== undefined) {
    files.set('/', index);
  }
  return files;
}

function addFiles(files: Map<string, StaticFile>, directory: string, prefix: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    const name = `${prefix}/${entry.name}`;
    const type = contentTypes[extname(entry.name)];
    if (entry.isDirectory()) {
      addFiles(files, path, name);
    } else if (entry.isFile() && type !== undefined) {
      files.set(name, { type, content: readFileSync(path) });
    }
  }
}

/** Stands in the built page where each answer puts a value of its own. */
const noncePlaceholder = '__NONCE__';

/** The page with this answer's nonce in it. */
export function withNonce({ type, content }: StaticFile, nonce: string): StaticFile {
  if (!type.startsWith('text/html')) {
    return { type, content };
  }
  return { type, content: Buffer.from(content.toString('utf8').replaceAll(noncePlaceholder, nonce)) };
}
