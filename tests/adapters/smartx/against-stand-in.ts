import { createHttpClient } from '../../../src-main/adapters/http/http-client.ts';
import { createSmartxCluster } from '../../../src-main/adapters/smartx/cluster.ts';
import type { SmartxCluster } from '../../../src-main/engines/configure/ports.ts';
import { startSmartxStandIn, type SeenRequest } from '../../support/smartx-stand-in.ts';

export const options = { signal: new AbortController().signal };
export const root = { username: 'root', password: 'Secret-of-root-1' };

export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

/** A cluster whose every call is answered the same way, or by what the function makes of the request. */
export async function against(
  answer: Answer | ((request: SeenRequest) => Answer),
  use: (cluster: SmartxCluster, seen: readonly SeenRequest[]) => Promise<void>,
): Promise<void> {
  await using site = await startSmartxStandIn({
    answer: typeof answer === 'function' ? answer : () => answer,
  });
  const rules = {
    site: 'site',
    pins: { accepted: () => [] },
    allowHttp: true,
    allowedHosts: () => undefined,
  };
  const http = createHttpClient({ baseUrl: site.baseUrl, rules });
  try {
    await use(createSmartxCluster({ http }), site.seen);
  } finally {
    await http.close();
  }
}

export const ok = (data: unknown): Answer => ({ json: { ec: 'EOK', error: {}, data } });
