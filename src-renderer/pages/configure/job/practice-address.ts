import { readBaseUrl } from '../../../../src-main/contract/base-url.ts';
import type { Site } from '../../../../src-main/contract/configure.ts';

/** Where the order goes; null while no site was chosen, and for what is no address, which may hold a password. */
export function siteAddress(site: Site | null, ownPractice: string | null): string | null {
  if (site === null) {
    return null;
  }
  if (site.kind === 'practice') {
    return site.url ?? ownPractice;
  }
  return readBaseUrl(site.baseUrl) === null ? null : site.baseUrl;
}
