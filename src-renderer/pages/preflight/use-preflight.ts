import type { PairingRow, PreflightItem } from '../../../src-main/contract/configure.ts';
import type { AppClient } from '../../../src-main/api/client.ts';
import { isSiteGiven, readingKey } from '../../app/job.ts';
import type { Job } from '../../app/job.ts';
import { useLanguage } from '../../app/language.ts';
import { requestOf } from '../../app/orders.ts';
import type { Order } from '../../app/orders.ts';
import { useReading } from '../../app/readings.ts';
import type { Reading } from '../../app/readings.ts';

interface Look {
  readonly importId: number;
  readonly job: Job | null;
  readonly order: Order;
  /** Looks by itself when it is shown for the first time. */
  readonly isEager: boolean;
}

function useLook<T>(
  what: string,
  { importId, job, order, isEager }: Look,
  ask: (client: AppClient, request: ReturnType<typeof requestOf>, signal: AbortSignal) => Promise<T>,
): Reading<T> {
  const language = useLanguage();
  const key = job === null || !isSiteGiven(order) ? null : readingKey(what, { importId, job, order });
  return useReading(
    key,
    (client, signal) => ask(client, requestOf(order, job?.file ?? '', language), signal),
    { isEager },
  );
}

/** `tryLogins`: a person asked for one login to each host account, for the next look only. */
export const usePreflight = (look: Look, tryLogins = false): Reading<PreflightItem[]> =>
  useLook('preflight', look, (client, request, signal) =>
    client.configure.preflight({ ...request, tryLogins }, { signal }),
  );

export const usePairing = (look: Look): Reading<PairingRow[]> =>
  useLook('pairing', look, (client, request, signal) => client.configure.pairing(request, { signal }));
