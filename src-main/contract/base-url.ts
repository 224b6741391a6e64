/**
 * The address of a site, or null for what is none: http or https, host and port, and nothing else. A user name and a
 * password in it would be stored and shown wherever the site is named.
 */
export function readBaseUrl(given: string): URL | null {
  if (!URL.canParse(given)) {
    return null;
  }
  const url = new URL(given);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.port !== '0' && url.href === `${url.origin}/` ? url : null;
}
