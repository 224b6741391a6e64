import { randomUUID } from 'node:crypto';
import { createGrants } from '../../api/grants.ts';
import { createInProcessClient, type AppClient } from '../../api/wire/client.ts';
import type { CallContext, Caller } from '../../api/context.ts';
import { router } from '../../api/router.ts';
import type { Sleep } from '../../contract/after-sleep.ts';
import { openRuntime, type Runtime, type SecretCipher } from '../../runtime.ts';
import { createClockWatch, watchClock } from './clock-watch.ts';
import type { Lock } from './lock.ts';
import { keepMemoryOutOfCores } from './core-dumps.ts';
import { reportUnforeseen } from './report-unforeseen.ts';
import { serveOwner } from './serve-owner.ts';

/** The home in the hands of this process. */
export interface Ownership {
  readonly home: string;
  readonly runtime: Runtime;
  readonly client: AppClient;
  contextFor(caller: Caller): CallContext;
  /** Resolves when no run is at work here and nobody attached needs this process. Leave at once then: it may change again. */
  untilFree(): Promise<void>;
  /** Leaves the home, at once: runs at work are interrupted, who is attached and an heir takes it over. */
  close(): Promise<void>;
}

export interface OwnerOptions {
  /** The person, as recorded with what they decide. */
  readonly by: string;
  /** The system's keystore; null where this process has none. */
  readonly cipher: SecretCipher | null;
}

/** Runs the engines of a home whose lock this process holds, and lets others attach. Keeps secrets in memory only. */
export const becomeOwner = (home: string, lock: Lock, by: string): Promise<Ownership> =>
  becomeOwnerWith(home, lock, { by, cipher: null });

/** The same, for a host that has more to say. */
export async function becomeOwnerWith(
  home: string,
  lock: Lock,
  { by, cipher }: OwnerOptions,
): Promise<Ownership> {
  keepMemoryOutOfCores();
  const runtime = await openRuntime(home, {
    cipher,
    notice: (text) => void process.stderr.write(`sitewright: ${text}\n`),
    report: (text) => reportUnforeseen({ reference: randomUUID(), procedure: 'observers', thrown: text }),
  });
  const grants = createGrants();
  const report: CallContext['report'] = (failure) => {
    const { thrown } = failure;
    const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    reportUnforeseen({ ...failure, thrown: runtime.redact(text) });
  };
  const contextFor = (caller: Caller): CallContext => ({
    application: runtime.application,
    caller,
    grants,
    report,
  });
  const slept = (sleep: Sleep): void =>
    void runtime
      .slept(sleep)
      .catch((thrown: unknown) => report({ reference: randomUUID(), procedure: 'machine.slept', thrown }));
  const stopWatch = watchClock(createClockWatch(slept));
  const endpoint = await serveOwner({
    home,
    router,
    contextFor,
    instanceId: runtime.ownerId,
  });
  return {
    runtime,
    contextFor,
    home,
    client: createInProcessClient(router, contextFor({ kind: 'in-process', by })),
    async untilFree() {
      for (;;) {
        if (runtime.actingRunIds().length > 0) {
          await runtime.untilIdle();
        } else if (endpoint.isNeeded()) {
          await endpoint.eased();
        } else {
          return;
        }
      }
    },
    async close() {
      stopWatch();
      await endpoint.close();
      await runtime.close();
      lock.release();
    },
  };
}
