import { useEffect } from 'react';
import type { WorkloadName, WorkloadRow } from '../../../../src-main/contract/restart.ts';
import { workloadKey } from '../../../../src-main/contract/restart-names.ts';
import type { WorkloadDetail } from '../../../../src-main/contract/workload-detail.ts';
import { useAnswer, type Asked } from '../../../ask/use-call.ts';
import { useWorkloads } from '../use-workloads.ts';

/** Milliseconds between two looks at a workload that is rolling: its pods are not followed. */
const lookEveryMs = 2_000;

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
  const { again } = asked;
  const told = JSON.stringify(live);
  useEffect(again, [again, told]);
  const isMoving = live !== null && isRolling(live);
  useEffect(() => {
    if (!isMoving) {
      return undefined;
    }
    const timer = setInterval(again, lookEveryMs);
    return () => clearInterval(timer);
  }, [isMoving, again]);
  return { asked, live };
}
