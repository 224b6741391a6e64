/** Every change of the tables, a line each. Numbers go in tens so that one can be put between on a branch. */
export { runs } from './0010-runs.ts';
export { sitesAndUploads } from './0020-sites-and-uploads.ts';
export { imports } from './0030-imports.ts';
export { texts } from './0040-texts.ts';
export { runCounts } from './0050-run-counts.ts';
export { findingCounts } from './0060-finding-counts.ts';
export { keptForWindows } from './0070-kept-for-windows.ts';
export { identityPerTarget } from './0080-identity-per-target.ts';
export { startedBy } from './0090-started-by.ts';
export { logStreams } from './0100-log-streams.ts';
export { firstTargets } from './0110-first-targets.ts';
export { stepAllows } from './0120-step-allows.ts';
export { runSubjects } from './0130-run-subjects.ts';
export { runList } from './0140-run-list.ts';
export { undone } from './0150-undone.ts';
export { connections } from './0170-connections.ts';
export { connectionKinds } from './0180-connection-kinds.ts';
