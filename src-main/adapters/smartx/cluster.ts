import type { SmartxCluster } from '../../engines/configure/ports.ts';
import type { HttpClient } from '../http/http-client.ts';
import { createAccessCalls } from './access-calls.ts';
import { createCaller } from './caller.ts';
import { createImageCalls } from './image-calls.ts';
import { createNetworkCalls } from './network-calls.ts';
import { createSettingsCalls } from './settings-calls.ts';

/**
 * The cluster behind one base URL. Both dialects of its answers are understood; what each call throws is said at
 * `Caller` and `refusal`. Whoever made the HTTP client closes it.
 */
export function createSmartxCluster({ http }: { readonly http: HttpClient }): SmartxCluster {
  const caller = createCaller(http);
  return {
    baseUrl: http.baseUrl,
    useToken: (token) => caller.useToken(token),
    ...createAccessCalls(caller),
    ...createSettingsCalls(caller),
    ...createNetworkCalls(caller),
    ...createImageCalls(caller),
  };
}
