import { configureOrder } from '../../../../src-main/contract/configure-order.ts';
import { useMemo } from 'react';
import type { PairingRow } from '../../../../src-main/contract/configure.ts';
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import type { AppClient } from '../../../../src-main/api/wire/client.ts';
import { checkBefore, readingKey, type Job } from '../job/job.ts';
import { useLanguage } from '../../../words/language.ts';
import { requestOf, siteProblem, type Order } from '../job/orders.ts';
import { useReading, type Reading } from '../../../ask/readings.ts';

interface Look {
  readonly importId: number;
  readonly job: Job | null;
  readonly order: Order;
  /** Looks by itself when it is shown for the first time. */
  readonly isEager: boolean;
  /** What another window has read of it. */
  readonly before?: { readonly value: unknown; readonly at: number } | null;
}

function useLook<T>(
  what: string,
  { importId, job, order, isEager, before = null }: Look,
  ask: (client: AppClient, request: ReturnType<typeof requestOf>, signal: AbortSignal) => Promise<T>,
): Reading<T> {
  const language = useLanguage();
  const key =
    job === null || siteProblem(order.site) !== null ? null : readingKey(what, { importId, job, order });
  return useReading(
    key,
    (client, signal) => ask(client, requestOf(order, job?.file ?? '', language), signal),
    { isEager, before },
  );
}

/** `tryLogins`: a person asked for one login to each host account, for the next look only. */
export function usePreflight(look: Look, tryLogins = false): Reading<PreflightItem[]> {
  const { job, order } = look;
  const check = job === null ? null : checkBefore(job, order);
  const before = useMemo(() => (check === null ? null : { value: check.items, at: check.at }), [check]);
  return useLook('preflight', { ...look, before }, (client, request, signal) =>
    client.runs.preflight(configureOrder({ ...request, tryLogins }), { signal }),
  );
}

export const usePairing = (look: Look): Reading<PairingRow[]> =>
  useLook('pairing', look, (client, request, signal) => client.configure.pairing(request, { signal }));
