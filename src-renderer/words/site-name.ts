import type { RunRow } from '../../src-main/contract/run.ts';
import { visible } from '../../src-main/contract/visible.ts';

/** The site's own name; of a run that takes another one back with that one. */
export const siteName = ({ subject, revertsRunId }: Pick<RunRow, 'subject' | 'revertsRunId'>): string =>
  visible(revertsRunId === null ? subject.name : `${subject.name} ↶ ${revertsRunId}`);

/** Whose site it is; null where the order does not say. */
export const siteOwner = ({ subject: { owner } }: Pick<RunRow, 'subject'>): string | null =>
  owner === null ? null : visible(owner);
