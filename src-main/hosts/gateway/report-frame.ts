import type { IncomingMessage, ServerResponse } from 'node:http';
import { createInProcessClient } from '../../api/wire/client.ts';
import type { CallContext } from '../../api/context.ts';
import { framedHeaders } from '../page/page-policy.ts';
import { languageAsked, reportPrefix } from '../page/report-address.ts';
import type { AppRouter } from '../../api/router.ts';
import { acceptedLanguage } from './accept-language.ts';

interface ReportExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
}

interface ReportParts {
  readonly router: AppRouter;
  readonly contextFor: () => CallContext;
}

/** Answers the HTML that `reports.make` answers, with its refusals; those keep the headers of every other answer. */
export async function answerReport(
  { request, response, path }: ReportExchange,
  { router, contextFor }: ReportParts,
): Promise<void> {
  const query = new URLSearchParams((request.url ?? '').split('?')[1]);
  const language = languageAsked(query) ?? acceptedLanguage(request.headers['accept-language']);
  const client = createInProcessClient(router, contextFor());
  const html = await client.reports.make({ run: path.slice(reportPrefix.length), language });
  for (const [name, value] of Object.entries(framedHeaders)) {
    response.setHeader(name, value);
  }
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
  });
  response.end(html);
}
