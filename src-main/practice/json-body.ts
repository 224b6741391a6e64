import type { IncomingMessage } from 'node:http';
import type { Received } from './routes.ts';

const longestBodyBytes = 4_194_304;

/** Parses a JSON body; what is no JSON or too long becomes undefined, which no schema accepts. */
export function readJsonBody(request: IncomingMessage): Promise<Received> {
  const pieces: Buffer[] = [];
  let lengthBytes = 0;
  return new Promise((resolve) => {
    request.on('data', (piece: Buffer) => {
      lengthBytes += piece.length;
      if (lengthBytes <= longestBodyBytes) {
        pieces.push(piece);
      }
    });
    request.on('end', () => {
      const text = lengthBytes > longestBodyBytes ? '' : Buffer.concat(pieces).toString('utf8');
      resolve({ kind: 'body', body: parse(text) });
    });
    request.on('error', () => resolve({ kind: 'torn' }));
    request.on('close', () => resolve({ kind: 'torn' }));
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
