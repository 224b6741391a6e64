export interface PolicyParts {
  /** Of the page's own styles, where the answer is the page. */
  readonly nonce?: string | null;
  /** Where the page may connect to besides the host it came from. */
  readonly connect?: readonly string[];
}

/** What a page may load and reach, the same in every host: its own files, and nothing inline but styles with the nonce. */
function contentPolicy({ nonce = null, connect = [] }: PolicyParts): string {
  const styles = nonce === null ? ["'self'"] : ["'self'", `'nonce-${nonce}'`];
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles.join(' ')}`,
    "img-src 'self'",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // Only the page itself shows a document in a frame: the report, from where it came itself.
    ...(nonce === null ? [] : ["frame-src 'self'"]),
  ].join('; ');
}

/** On every answer of a host that shows the page. No CORS header is among them: other origins get nothing. */
export function pageHeaders(policy: PolicyParts): Record<string, string> {
  return {
    'Content-Security-Policy': contentPolicy(policy),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Cache-Control': 'no-store',
  };
}

/**
 * On a document that our page shows in a frame, instead of the two of `pageHeaders`: it runs no script, loads
 * nothing, opens and submits nothing. Of the sandbox only that is left open which lets the page print it.
 */
export const framedHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    `default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; ` +
    `frame-ancestors 'self'; sandbox allow-same-origin allow-modals`,
  'X-Frame-Options': 'SAMEORIGIN',
};
