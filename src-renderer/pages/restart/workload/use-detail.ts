import type { WorkloadName, WorkloadRow } from '../../../../src-main/contract/restart.ts';
import { workloadKey } from '../../../../src-main/contract/restart-names.ts';
import type { WorkloadDetail } from '../../../../src-main/contract/workload-detail.ts';
import { useAnswer, type Asked } from '../../../ask/use-call.ts';
import { useReadAgain } from '../../../clusters/use-read-again.ts';
import { useWorkloads } from '../use-workloads.ts';

const isRolling = ({ state }: WorkloadRow): boolean => state === 'progressing' || state === 'stuck';

export interface Detail {
  readonly asked: Asked<WorkloadDetail>;
  /** As the list tells it now; null where that is not known. */
  readonly live: WorkloadRow | null;
}

/** A workload with what belongs to it: read again whenever the list tells something new of it, and while it is rolling. */
export function useDetail(connection: string, workload: WorkloadName): Detail {
  const key = workloadKey(workload);
  const { rows } = useWorkloads(connection);
  const live = rows?.find((row) => workloadKey(row) === key) ?? null;
  const asked = useAnswer(`workload/${connection}/${key}`, (client, signal) =>
    client.workloads.show({ cluster: { kind: 'connection', name: connection }, workload }, { signal }),
  );
  // The pods of one that rolls are not followed.
  useReadAgain(asked.again, { told: JSON.stringify(live), isMoving: live !== null && isRolling(live) });
  return { asked, live };
}
