import type { SmartxCluster } from '../../engines/configure/ports.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { Redactor } from '../secrets/redactor.ts';
import { createAccessCalls } from './access-calls.ts';
import { createCaller } from './caller.ts';
import { createImageCalls } from './image-calls.ts';
import { createNetworkCalls } from './network-calls.ts';
import { createSettingsCalls } from './settings-calls.ts';

interface SmartxClusterOptions {
  readonly http: HttpClient;
  /** Masks what the cluster says; without one, only what went out with the call itself. */
  readonly redactor?: Pick<Redactor, 'quote'> | undefined;
}

/**
 * The cluster behind one base URL. Both dialects of its answers are understood; what each call throws is said at
 * `Caller` and `refusal`. Whoever made the HTTP client closes it.
 */
export function createSmartxCluster({ http, redactor }: SmartxClusterOptions): SmartxCluster {
  const caller = createCaller(http, redactor?.quote);
  return {
    baseUrl: http.baseUrl,
    useToken: (token) => caller.useToken(token),
    ...createAccessCalls(caller),
    ...createSettingsCalls(caller),
    ...createNetworkCalls(caller),
    ...createImageCalls(caller),
  };
}
