import { framedHeaders, pageHeaders } from '../page/page-policy.ts';
import { languageAsked, reportPrefix } from '../page/report-address.ts';
import { AppError, httpStatusOf, toErrorRecord } from '../../contract/errors.ts';
import { textIn, type Language } from '../../contract/text.ts';

export interface PageAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly content: Buffer;
}

export interface ReportParts {
  /** The report as the owner makes it. */
  readonly make: (run: string, language: Language) => Promise<string>;
  /** Of an address that names no language. */
  readonly language: () => Language;
}

/** What the number of a run can be; anything else is not asked of the owner. */
export const isRunNumber = (text: string): boolean => /^\d{4,9}$/.test(text);

/** Where the window shows the report of a run. */
export const reportPath = (run: string, language: Language): string =>
  `${reportPrefix}${run}?language=${language}`;

/** Answers the HTML that the owner makes, with its refusals as plain text; those are never shown in a frame. */
export async function answerReport(
  { pathname, searchParams }: URL,
  { make, language }: ReportParts,
): Promise<PageAnswer> {
  const spoken = languageAsked(searchParams) ?? language();
  const run = pathname.slice(reportPrefix.length);
  try {
    if (!isRunNumber(run)) {
      throw noReport();
    }
    const html = await make(run, spoken);
    return {
      status: 200,
      headers: { ...pageHeaders({}), ...framedHeaders, 'Content-Type': 'text/html; charset=utf-8' },
      content: Buffer.from(html),
    };
  } catch (thrown) {
    const { code, message } = toErrorRecord(thrown);
    return plainAnswer(httpStatusOf(code), textIn(message, spoken));
  }
}

export const plainAnswer = (status: number, words: string): PageAnswer => ({
  status,
  headers: { ...pageHeaders({}), 'Content-Type': 'text/plain; charset=utf-8' },
  content: Buffer.from(words),
});

/** What was asked for is not repeated: it is somebody else's text. */
const noReport = (): AppError =>
  new AppError('PATH_NOT_FOUND', {
    zh: '该地址下没有验收报告；请检查任务编号。',
    en: 'There is no acceptance report at this address. Check the run ID.',
  });
