import type { RunRow } from '../../src-main/contract/run.ts';
import { visible } from '../../src-main/contract/visible.ts';

const separator = ' · ';

/** The site's own name: the last part of a run's title, which begins with customer and project. */
export const siteName = ({ title }: Pick<RunRow, 'title'>): string =>
  visible(title.split(separator).pop() ?? title);

/** Whose site it is; empty where the sheet does not say. */
export const siteOwner = ({ title }: Pick<RunRow, 'title'>): string =>
  visible(title.split(separator).slice(0, -1).join(separator));
