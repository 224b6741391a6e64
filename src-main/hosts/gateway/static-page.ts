import type { ServerResponse } from 'node:http';
import type { StaticFile } from '../page/page-files.ts';

/** What the build named by its content never changes under its name. */
const isNamedByContent = (path: string): boolean => path.startsWith('/assets/');

interface FileAnswer {
  readonly path: string;
  readonly file: StaticFile;
  readonly withBody: boolean;
}

export function answerFile(response: ServerResponse, { path, file, withBody }: FileAnswer): void {
  const { type, content } = file;
  if (isNamedByContent(path)) {
    response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
  }
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': content.length });
  response.end(withBody ? content : undefined);
}
