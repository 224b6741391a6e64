import type { Migration } from '../migrate.ts';
import { runs } from './0010-runs.ts';
import { sitesAndUploads } from './0020-sites-and-uploads.ts';
import { imports } from './0030-imports.ts';
import { texts } from './0040-texts.ts';
import { runCounts } from './0050-run-counts.ts';
import { findingCounts } from './0060-finding-counts.ts';
import { keptForWindows } from './0070-kept-for-windows.ts';
import { identityPerTarget } from './0080-identity-per-target.ts';
import { startedBy } from './0090-started-by.ts';
import { logStreams } from './0100-log-streams.ts';
import { firstTargets } from './0110-first-targets.ts';
import { stepAllows } from './0120-step-allows.ts';

/** In rising order; numbers go in tens so that one can be put between on a branch. */
export const migrations: readonly Migration[] = [
  runs,
  sitesAndUploads,
  imports,
  texts,
  runCounts,
  findingCounts,
  keptForWindows,
  identityPerTarget,
  startedBy,
  logStreams,
  firstTargets,
  stepAllows,
];
