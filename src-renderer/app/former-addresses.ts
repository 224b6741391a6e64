/** Addresses that pages had before: links in reports, mails and bookmarks still lead there. */
import { allEngines, type AddressValues } from '../engine-pages.ts';

interface Moved {
  readonly from: string;
  readonly to: string;
}

const ofAll: readonly Moved[] = [
  { from: '/run/:id', to: '/runs/:id' },
  { from: '/run/:id/:stage', to: '/runs/:id/:stage' },
  { from: '/history', to: '/runs' },
  { from: '/history/compare/:a/:b', to: '/runs/compare/:a/:b' },
];

export const formerAddresses = (): readonly Moved[] => [
  ...ofAll,
  ...allEngines().flatMap(({ routes }) =>
    routes.flatMap(({ path, former = [] }) => former.map((from) => ({ from, to: path }))),
  ),
];

/** The address with its values put in. */
export const addressFor = (pattern: string, values: AddressValues): string =>
  pattern.replaceAll(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(values[name] ?? ''));
