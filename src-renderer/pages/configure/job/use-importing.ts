import { useLocation } from 'wouter';
import type { Answered } from '../../../../src-main/contract/desktop.ts';
import { fromWindow } from '../../../ask/desktop.ts';
import { pickFile, type PickedFile } from '../../../ask/host.ts';
import { openWorkbook } from './open-workbook.ts';
import { useDeed, type Deed } from '../../../ask/use-call.ts';

interface Importing extends Omit<Deed<void>, 'act'> {
  /** Imports a file that the window has given. */
  readonly take: (given: Answered<PickedFile>) => Promise<boolean>;
  /** Lets the person choose a file and imports it. Nothing is under way while they choose. */
  readonly choose: () => Promise<void>;
}

/** A workbook from the disk to its page. */
export function useImporting(): Importing {
  const [, go] = useLocation();
  const { act, isUnderWay, error, forget } = useDeed(async (client, given: Answered<PickedFile>) => {
    go(await openWorkbook(client, fromWindow(given)));
  });
  const choose = async (): Promise<void> => {
    const given = await pickFile('workbook');
    if (!given.ok) {
      await act(given);
    } else if (given.value !== null) {
      await act({ ok: true, value: given.value });
    }
  };
  return { take: act, choose, isUnderWay, error, forget };
}
