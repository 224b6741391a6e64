import { pageOrigin } from '../../contract/desktop.ts';

/** What is known of the frame that sent a message; null when it has gone since. */
interface SendingFrame {
  readonly url: string;
  readonly parent: unknown;
}

const page = new URL(pageOrigin);

/** Whether an address is one of our page's own; compared whole, never by how it begins. */
export function isPageUrl(address: string): boolean {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  return url.protocol === page.protocol && url.host === page.host;
}

/** Whether an address is the page itself, not a document or a file that comes from the same place. */
export const isPageDocument = (address: string): boolean =>
  isPageUrl(address) && ['/', '/index.html'].includes(new URL(address).pathname);

/** Only our page, and only its main frame, is listened to. */
export const isOurPage = (frame: SendingFrame | null | undefined): boolean =>
  frame !== null && frame !== undefined && frame.parent === null && isPageDocument(frame.url);
