import { retryableByDefault, toErrorRecord } from '../../../contract/errors.ts';
import type { ClusterSession } from '../session.ts';
import { networkRetry, type SiteContext } from '../world.ts';

const pausesMs = [500, 1_500, 3_000];

/**
 * The context with reads that are tried again one by one: reading everything anew after each short outage would meet
 * the next one. For reads only.
 */
export function withPatientReads(context: SiteContext): SiteContext {
  const { world, signal } = context;
  const call: ClusterSession['call'] = async (callSignal, request) => {
    for (const pauseMs of pausesMs) {
      try {
        return await world.session.call(callSignal, request);
      } catch (thrown) {
        const { code, category } = toErrorRecord(thrown);
        if (!retryableByDefault[category] || networkRetry.nonRetryableErrorCodes.includes(code)) {
          throw thrown;
        }
        await world.pause(pauseMs, signal);
      }
    }
    return world.session.call(callSignal, request);
  };
  return { ...context, world: { ...world, session: { ...world.session, call } } };
}
