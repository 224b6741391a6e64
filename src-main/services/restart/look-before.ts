import type { Call } from '../../api/context.ts';
import type { PreflightItem } from '../../contract/preflight.ts';
import { restartOrderSchema, workloadKey } from '../../contract/restart.ts';
import { checkAll, stopping } from '../../engines/restart/index.ts';
import type { Clusters } from '../connections/clusters.ts';
import { parseOrder } from '../engine-service.ts';
import { namedWorkloads } from './order.ts';

/**
 * What is found about the workloads that an order names, each thing with its workload. `error`: it stops the restart of
 * that one; `warning`: it does not, or was forced; `ok`: good to know.
 */
export async function lookBefore(
  request: unknown,
  clusters: Clusters,
  call: Call,
): Promise<readonly PreflightItem[]> {
  const order = parseOrder(restartOrderSchema, request);
  const checked = await clusters.within(order.cluster, call, async ({ api }) => {
    const workloads = await namedWorkloads(order, api, call.signal);
    return checkAll({ ...order, workloads }, api, call.signal);
  });
  return checked.flatMap(({ workload, findings }) => {
    const stops = new Set(stopping(findings, order));
    return findings.map((found): PreflightItem => ({
      code: found.code,
      subject: workloadKey(workload),
      verdict: stops.has(found) ? 'error' : found.weight === 'hint' ? 'ok' : 'warning',
      message: found.text,
    }));
  });
}
