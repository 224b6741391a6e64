import type { IncomingMessage, ServerResponse } from 'node:http';
import { createInProcessClient } from '../../api/client.ts';
import type { CallContext } from '../../api/context.ts';
import { framedHeaders } from '../../api/page-policy.ts';
import type { AppRouter } from '../../api/router.ts';
import { acceptedLanguage } from './accept-language.ts';

/** `/api/report/<run>?language=en`: the acceptance report as a document of its own, for a frame of our page. */
export const reportPrefix = '/api/report/';

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
  const asked = query.get('language');
  const language =
    asked === 'zh-CN' || asked === 'en' ? asked : acceptedLanguage(request.headers['accept-language']);
  const client = createInProcessClient(router, contextFor());
  const html = await client.reports.make({ run: path.slice(reportPrefix.length), language });
  for (const [name, value] of Object.entries(framedHeaders)) response.setHeader(name, value);
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
  });
  response.end(html);
}
