import type { PagePort } from '../../src-main/hosts/desktop/relay.ts';
import type { LinkPort } from '../../src-renderer/sync/desktop-link.ts';

/** A port of this process, as Electron's main process would hold it. */
export function asWindowsPort(port: LinkPort): PagePort {
  return {
    postMessage: (message) => port.postMessage(message),
    on(event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) {
      port.addEventListener(event, listener);
    },
    start: () => port.start(),
    close: () => port.close(),
  };
}
