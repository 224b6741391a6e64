import { readBaseUrl } from '../../../../src-main/contract/base-url.ts';
import type { Site } from '../../../../src-main/contract/configure.ts';
import { useAnswer } from '../../../ask/use-call.ts';

/** Where the own practice site answers, asked again whenever `of` changes; null while it was not started. */
export function useOwnPracticeAddress(of: string): string | null {
  return useAnswer(`practice/address/${of}`, (client, signal) => client.practice.address({}, { signal }))
    .value;
}

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
