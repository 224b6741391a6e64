import { configureOrder } from '../../../../src-main/contract/configure-order.ts';
import type { PreviewDocument } from '../../../../src-main/contract/run.ts';
import { readingKey, type Job } from '../job/job.ts';
import { useLanguage } from '../../../words/language.ts';
import { requestOf, siteProblem, type Order } from '../job/orders.ts';
import { useReading, type Reading } from '../../../ask/readings.ts';

export interface SeenPreview {
  readonly preview: PreviewDocument;
  /** The version of the workbook that it was made from. */
  readonly sha256: string;
}

interface Look {
  readonly importId: number;
  readonly job: Job | null;
  readonly order: Order;
  readonly tryLogins: boolean;
}

/**
 * The whole plan probed, whatever is unticked: ticking a step again must not need another look. `tryLogins`: a person
 * asked for one login to each host account, for the next look only.
 */
export function usePreview({ importId, job, order, tryLogins }: Look): Reading<SeenPreview> {
  const language = useLanguage();
  const key =
    job === null || siteProblem(order.site) !== null ? null : readingKey('preview', { importId, job, order });
  return useReading(
    key,
    async (client, signal): Promise<SeenPreview> => {
      if (job === null) {
        throw new Error('a preview was asked for before the sheet was read');
      }
      const { workbook } = await client.plan.read({ file: job.file }, { signal });
      const request = { ...requestOf({ ...order, skip: [] }, job.file, language), tryLogins };
      return {
        preview: await client.runs.preview(configureOrder(request), { signal }),
        sha256: workbook.sha256,
      };
    },
    { isEager: true },
  );
}
