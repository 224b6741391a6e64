import type { RunRow } from '../../../../src-main/contract/run.ts';
import type { StageLink } from '../../../components/PageHead.tsx';
import { useJobStages } from '../job/JobHead.tsx';
import { useImportOf } from '../job/use-import.ts';

/** The stages of the job that a run belongs to. */
export function useRunStages(run: RunRow): readonly StageLink[] {
  return useJobStages({ importId: useImportOf(run.id), runId: run.id });
}
