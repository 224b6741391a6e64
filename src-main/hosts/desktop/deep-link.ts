/** The scheme that the system hands to us: other programs and web pages may write such links. */
export const linkScheme = 'sitewright';

/** The page's address of the run that a link names, or null for anything else. Links do nothing but show. */
export function addressOfLink(link: string): string | null {
  const run = /^sitewright:\/\/run\/(\d{4,9})\/?$/.exec(link)?.[1];
  return run === undefined ? null : `/runs/${run}`;
}

/** The first link among a program's arguments that can be shown. */
export function addressInArguments(words: readonly string[]): string | null {
  for (const word of words) {
    const address = addressOfLink(word);
    if (address !== null) {
      return address;
    }
  }
  return null;
}
