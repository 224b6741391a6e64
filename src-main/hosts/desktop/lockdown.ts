import { app, type Event, type Session, type WebContents } from 'electron';
import { isPageDocument, isPageUrl } from './sender.ts';

/** What may be asked for; copying a text is all that the page needs. */
const allowedPermissions: readonly string[] = ['clipboard-sanitized-write'];

/** Every page that this program ever makes stays where it is: no other address, no window, no embedded page. */
export function lockPages(): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
}

function lockContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  const refuse = (event: Event): void => event.preventDefault();
  // Reading our own page anew is all the travel there is.
  const stayHere = (event: Event, address: string): void => {
    if (!isPageDocument(address)) {
      event.preventDefault();
    }
  };
  contents.on('will-navigate', stayHere);
  // The report goes nowhere from its frame. Runtimes without this event have the filter of all requests.
  contents.on('will-frame-navigate', (event) => {
    if (!isPageUrl(event.url)) {
      event.preventDefault();
    }
  });
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
}

/** The page's session: no permission, no device, no download from elsewhere, and no request but to ourselves. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide) =>
    decide(allowedPermissions.includes(permission) && isPageUrl(contents.getURL())),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => allowedPermissions.includes(permission) && isPageUrl(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((request, decide) => decide({ cancel: !isOwnRequest(request.url) }));
  session.on('will-download', (event, item) => {
    // Only what the page made itself is saved, where the person says in the system's dialog.
    if (!item.getURL().startsWith('blob:') || !isPageUrl(item.getURL().slice('blob:'.length))) {
      event.preventDefault();
    }
  });
  session.setSpellCheckerEnabled(false);
}

/** The developer's tools are part of the program, where they are allowed at all. */
const isOwnRequest = (address: string): boolean =>
  isPageUrl(address) || address.startsWith('devtools://') || isPageUrl(address.replace(/^blob:/, ''));
