import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What Sitewright writes into its home; a home may be a folder in which other things lie. */
const ours =
  /^(sitewright\.db|owner\.(lock|json)|gateway-\d+\.json|passwords\.sealed|runs$|practice$|desktop$|backups?$)/;

/**
 * Files and folders of ours in the home are for their person only, also those made before in a home that others may
 * read. On Windows they have the rights of the profile. What cannot be changed stays: it is somebody else's.
 */
export function keepPrivate(home: string): void {
  if (process.platform === 'win32') {
    return;
  }
  narrow(home, (name) => ours.test(name));
}

function narrow(directory: string, isWanted: (name: string) => boolean): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (!isWanted(entry.name)) {
      continue;
    }
    const path = join(directory, entry.name);
    // A link is left alone: it leads out of the home.
    if (entry.isFile()) {
      restrict(path, 0o600);
    } else if (entry.isDirectory() && restrict(path, 0o700)) {
      narrow(path, () => true);
    }
  }
}

function restrict(path: string, mode: number): boolean {
  try {
    chmodSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
