import type { ServerResponse } from 'node:http';
import { framedHeaders } from '../page/page-policy.ts';
import { languageAsked } from '../page/report-address.ts';
import type { Exchange } from './route.ts';

/** Answers the HTML that `reports.make` answers, with its refusals; those keep the headers of every other answer. */
export async function answerReport(
  { params, query, language, client }: Exchange,
  response: ServerResponse,
): Promise<void> {
  const run = params['*'] ?? '';
  const html = await client().reports.make({ run, language: languageAsked(query) ?? language });
  for (const [name, value] of Object.entries(framedHeaders)) {
    response.setHeader(name, value);
  }
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
  });
  response.end(html);
}
