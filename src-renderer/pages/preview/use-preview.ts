import type { PreviewDocument } from '../../../src-main/contract/run.ts';
import { isSiteGiven, readingKey } from '../../app/job.ts';
import type { Job } from '../../app/job.ts';
import { useLanguage } from '../../app/language.ts';
import { requestOf } from '../../app/orders.ts';
import type { Order } from '../../app/orders.ts';
import { useReading } from '../../app/readings.ts';
import type { Reading } from '../../app/readings.ts';

export interface SeenPreview {
  readonly preview: PreviewDocument;
  /** The version of the workbook that it was made from. */
  readonly sha256: string;
}

/** The whole plan probed, whatever is unticked: ticking a step again must not need another look. */
export function usePreview(importId: number, job: Job | null, order: Order): Reading<SeenPreview> {
  const language = useLanguage();
  const key = job === null || !isSiteGiven(order) ? null : readingKey('preview', { importId, job, order });
  return useReading(
    key,
    async (client, signal): Promise<SeenPreview> => {
      if (job === null) throw new Error('a preview was asked for before the sheet was read');
      const { workbook } = await client.plan.read({ file: job.file }, { signal });
      const request = requestOf({ ...order, skip: [] }, job.file, language);
      return { preview: await client.configure.preview(request, { signal }), sha256: workbook.sha256 };
    },
    { isEager: true },
  );
}
