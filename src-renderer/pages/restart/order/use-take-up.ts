import { useLocation } from 'wouter';
import type { WorkloadName } from '../../../../src-main/contract/restart.ts';
import { forgetReadings } from '../../../ask/readings.ts';
import { firstDraft, keepDraft, type Draft } from './draft.ts';

/** Everything that is read for an order is kept under names that begin like this. */
export const readingsOf = (connection: string): string => `restart/${connection}/`;

/** Takes workloads in hand and leads to the preview of what is to be done with them. */
export function useTakeUp(
  connection: string,
): (action: Draft['action'], workloads: readonly WorkloadName[]) => void {
  const [, go] = useLocation();
  return (action, workloads) => {
    const names = workloads.map(({ kind, namespace, name }) => ({ kind, namespace, name }));
    forgetReadings(readingsOf(connection));
    keepDraft(connection, firstDraft(action, names));
    go(`/workloads/${connection}/restart`);
  };
}
