import type {
  ImportDocument,
  PlanDifference,
  SheetReading,
  SiteCheck,
} from '../../../../src-main/contract/configure.ts';
import type { WorkbookGrid } from '../../../../src-main/contract/workbook-grid.ts';
import type { AppClient } from '../../../../src-main/api/wire/client.ts';
import { toCallError } from '../../../sync/client.ts';
import { holdingFor } from '../job/job.ts';

/** Everything the page shows, read at one time. */
export interface SheetState {
  readonly imported: ImportDocument;
  readonly reading: SheetReading;
  readonly grid: WorkbookGrid;
  /** Null where one of the two versions has a damaged record: the sheet is shown all the same. */
  readonly difference: PlanDifference | null;
  readonly lastCheck: SiteCheck | null;
}

function nullWhereDamaged(thrown: unknown): null {
  if (toCallError(thrown).code === 'RECORD_DAMAGED') {
    return null;
  }
  throw thrown;
}

export async function askSheet(client: AppClient, id: number): Promise<SheetState> {
  const [known, { grant }] = await Promise.all([client.imports.show({ id }), client.imports.grant({ id })]);
  const profile = known.versions.at(-1)?.profile;
  const [reading, grid] = await Promise.all([
    client.plan.read({ file: grant, ...(profile === undefined ? {} : { profile }) }),
    client.plan.grid({ id }),
  ]);
  // What our own write-back has made of the workbook is a version once it was read.
  const isKnown = known.versions.at(-1)?.sha256 === reading.workbook.sha256;
  const imported = isKnown ? known : await client.imports.show({ id });
  const [before, last] = imported.versions.slice(-2);
  const difference =
    before === undefined || last === undefined
      ? []
      : await client.imports
          .difference({ id, before: before.sha256, after: last.sha256 })
          .catch(nullWhereDamaged);
  const lastCheck = holdingFor(reading.workbook.sha256, await client.configure.lastCheck({ import: id }));
  return { imported, reading, grid, difference, lastCheck };
}
