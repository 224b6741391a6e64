import { randomBytes } from 'node:crypto';
import { protocol, type Protocol, type ProtocolRequest, type ProtocolResponse, type Session } from 'electron';
import { readPage, withNonce, type StaticFile } from '../page/page-files.ts';
import { pageHeaders } from '../page/page-policy.ts';
import { pageScheme } from '../../contract/desktop.ts';
import { reportPrefix } from '../page/report-address.ts';
import { answerReport, plainAnswer, type PageAnswer, type ReportParts } from './report-frame.ts';
import { isPageUrl } from './sender.ts';

/** Before the application is ready: makes the page's scheme one with an origin, and as trusted as https. */
export function announcePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export interface PageParts {
  /** Where the built page lies. */
  readonly directory: string;
  readonly report: ReportParts;
}

interface Asked {
  readonly url: string;
  readonly method: string;
}

const notFound = (): PageAnswer => plainAnswer(404, '');

function answerFile(files: ReadonlyMap<string, StaticFile>, path: string): PageAnswer {
  const found = files.get(path);
  if (found === undefined) {
    return notFound();
  }
  const nonce = randomBytes(16).toString('base64');
  const { type, content } = withNonce(found, nonce);
  return { status: 200, headers: { ...pageHeaders({ nonce }), 'Content-Type': type }, content };
}

/** Every answer of the page's protocol: a file of the page, or the report of a run. */
function createAnswers({ directory, report }: PageParts): (asked: Asked) => Promise<PageAnswer> {
  const files = readPage(directory);
  return async ({ url, method }) => {
    if (!isPageUrl(url)) {
      return notFound();
    }
    const address = new URL(url);
    if (!address.pathname.startsWith(reportPrefix)) {
      return answerFile(files, address.pathname);
    }
    return method === 'GET' ? answerReport(address, report) : plainAnswer(405, '');
  };
}

/** Electron before 25, where `handle` does not exist. */
interface OlderProtocol {
  registerBufferProtocol(
    scheme: string,
    answer: (request: ProtocolRequest, respond: (response: ProtocolResponse) => void) => void,
  ): boolean;
}

/** Serves the page and its reports, and nothing else of the disk, to windows of the session. */
export function servePage(session: Session, parts: PageParts): void {
  const answers = createAnswers(parts);
  const { protocol: served } = session;
  const current = (served as Partial<Protocol>).handle;
  if (current === undefined) {
    (served as OlderProtocol).registerBufferProtocol(pageScheme, (asked, respond) => {
      void answers(asked).then(({ status, headers, content }) =>
        respond({
          statusCode: status,
          headers,
          data: content,
          mimeType: headers['Content-Type'] ?? 'text/plain',
        }),
      );
    });
    return;
  }
  served.handle(pageScheme, async (asked) => {
    const { status, headers, content } = await answers(asked);
    return new Response(new Uint8Array(content), { status, headers });
  });
}
