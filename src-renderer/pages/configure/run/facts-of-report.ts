import type { EngineFacts } from '../../../engine-pages.ts';

/** What an acceptance report says of its run, beside what every run says. */
export const factsOfReport: EngineFacts['ofReport'] = ({ cover: { workbook }, conclusion }) => [
  { key: 'configure:report.workbook', value: workbook.fileName },
  { key: 'configure:report.sum', value: workbook.sha256 },
  {
    key: 'configure:report.verdict',
    value: conclusion.verdict,
    valueKey: `after:conclusion.${conclusion.verdict}`,
  },
];
