import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
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
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    const type = contentTypes[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(directory.length).replaceAll('\\', '/').replace(/^\/*/, '/');
    files.set(name, { type, content: readFileSync(path) });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}

export function answerFile(response: ServerResponse, { type, content }: StaticFile, withBody: boolean): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': content.length });
  response.end(withBody ? content : undefined);
}
