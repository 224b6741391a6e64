import type { AppClient } from '../../../../src-main/api/wire/client.ts';
import type { PickedFile } from '../../../ask/host.ts';
import { toCallError } from '../../../sync/client.ts';
import { useUnmapped } from './unmapped.ts';

/** Imports a workbook and answers where to go: to its sheets, or to the mapping where no template fits it. */
export async function openWorkbook(client: AppClient, file: PickedFile): Promise<string> {
  try {
    const { id } = await client.imports.open({ file: file.grant });
    return `/configure/sheets/${id}`;
  } catch (thrown) {
    if (toCallError(thrown).code !== 'WORKBOOK_PROFILE_UNKNOWN') {
      throw thrown;
    }
    useUnmapped.setState({ file });
    return '/configure/mapping';
  }
}
