import type { EngineFacts } from '../../../engine-pages.ts';

/** What an acceptance report says of its run, beside what every run says. */
export const factsOfReport: EngineFacts['ofReport'] = ({ cover, conclusion }) => [
  // The run is made from its workbook alone.
  ...cover.files.flatMap(({ name, sha256 }) => [
    { key: 'configure:report.workbook', value: name },
    { key: 'configure:report.sum', value: sha256 },
  ]),
  {
    key: 'configure:report.verdict',
    value: conclusion.verdict,
    valueKey: `after:conclusion.${conclusion.verdict}`,
  },
];
