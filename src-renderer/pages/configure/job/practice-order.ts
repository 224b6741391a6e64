import type { AppClient } from '../../../../src-main/api/wire/client.ts';
import { changeOrder, firstOrder } from './orders.ts';
import { usePreferences } from '../../../hooks/preferences.ts';

interface PracticeStart {
  /** The practice site and the sample as at first, instead of as they were left. */
  readonly fresh: boolean;
  readonly faults: readonly string[];
}

/** Lays the sample out for the practice site, with an image to upload; answers the address of its preview. */
export async function openPractice(client: AppClient, { fresh, faults }: PracticeStart): Promise<string> {
  const { pace } = usePreferences.getState();
  if (fresh) {
    await client.practice.reset({});
  }
  const { import: sheet, iso } = await client.configure.practiceStart({ pace });
  changeOrder(sheet.id, {
    ...firstOrder,
    site: { kind: 'practice', url: null, faults: [...faults], pace: pace ?? undefined },
    iso,
  });
  return `/configure/sheets/${sheet.id}/preview`;
}
