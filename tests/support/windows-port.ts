import type { PagePort } from '../../src-main/hosts/desktop/relay.ts';
import type { LinkPort } from '../../src-renderer/sync/desktop-link.ts';

/** A port of this process, as Electron's main process would hold it. */
export function asWindowsPort(port: LinkPort): PagePort {
  return {
    postMessage: (message) => port.postMessage(message),
    on(event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) {
      port.addEventListener(event, (seen) => listener({ data: 'data' in seen ? seen.data : null }));
    },
    start: () => port.start(),
    close: () => port.close(),
  };
}
