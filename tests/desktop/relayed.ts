import { relay } from '../../src-main/hosts/desktop/relay.ts';
import { openToOwner } from '../../src-main/hosts/owner/attach.ts';
import { openDesktopLink } from '../../src-renderer/sync/desktop-link.ts';
import type { OpenLink } from '../../src-renderer/sync/follow.ts';
import { asWindowsPort } from '../support/windows-port.ts';

/** A page's link to the owner of the home, through the window's relay, without a window. */
export const createRelayed = (home: string): Promise<OpenLink> =>
  openDesktopLink(
    (port) =>
      void relay(
        asWindowsPort(port),
        async () => (await openToOwner(home, { by: 'engineer', kind: 'desktop' })).socket,
      ),
  );
