import { randomBytes } from 'node:crypto';
import { protocol } from 'electron';
import type { Protocol, ProtocolRequest, ProtocolResponse, Session } from 'electron';
import { readPage, withNonce } from '../../api/page-files.ts';
import type { StaticFile } from '../../api/page-files.ts';
import { pageHeaders } from '../../api/page-policy.ts';
import { pageScheme } from '../../contract/desktop.ts';
import { isPageUrl } from './sender.ts';

/** Before the application is ready: makes the page's scheme one with an origin, and as trusted as https. */
export function announcePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

interface PageAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly content: Buffer;
}

const nothing = Buffer.from('');

function answerFor(files: ReadonlyMap<string, StaticFile>, address: string): PageAnswer {
  const found = isPageUrl(address) ? files.get(new URL(address).pathname) : undefined;
  if (found === undefined) return { status: 404, headers: pageHeaders({}), content: nothing };
  const nonce = randomBytes(16).toString('base64');
  const { type, content } = withNonce(found, nonce);
  return { status: 200, headers: { ...pageHeaders({ nonce }), 'Content-Type': type }, content };
}

/** Electron before 25, where `handle` does not exist. */
interface OlderProtocol {
  registerBufferProtocol(
    scheme: string,
    answer: (request: ProtocolRequest, respond: (response: ProtocolResponse) => void) => void,
  ): boolean;
}

/** Serves the page's files, and nothing else of the disk, to windows of the session. */
export function servePage(session: Session, directory: string): void {
  const files = readPage(directory);
  const { protocol: served } = session;
  const current = (served as Partial<Protocol>).handle;
  if (current === undefined) {
    (served as unknown as OlderProtocol).registerBufferProtocol(pageScheme, ({ url }, answer) => {
      const { status, headers, content } = answerFor(files, url);
      answer({
        statusCode: status,
        headers,
        data: content,
        mimeType: headers['Content-Type'] ?? 'text/plain',
      });
    });
    return;
  }
  served.handle(pageScheme, ({ url }) => {
    const { status, headers, content } = answerFor(files, url);
    return new Response(new Uint8Array(content), { status, headers });
  });
}
