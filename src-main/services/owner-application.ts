import { endingWithReader } from '../api/base.ts';
import type { Application } from '../api/application.ts';
import type { ChangeFeed } from '../feed/changes.ts';
import type { OpenedEngines } from './open-engines.ts';
import { createFiles } from './machine/files.ts';
import { createMachine } from './machine/machine.ts';
import type { OpenHome } from './open-home.ts';
import { createPracticeRoom } from './practice/practice-room.ts';
import type { RunRemoval } from './runs/remove-runs.ts';
import { createReports } from './runs/reports.ts';
import { createRuns } from './runs/runs.ts';

export interface OwnerParts {
  readonly home: OpenHome;
  readonly engines: OpenedEngines;
  readonly removal: RunRemoval;
  readonly feed: ChangeFeed;
  readonly ownerId: string;
}

/** Everything a person can ask of the owner of a home. */
export function createOwnerApplication({ home, engines, removal, feed, ownerId }: OwnerParts): Application {
  return {
    system: createMachine({
      home,
      heldChecks: () => engines.services.flatMap((service) => service.heldChecks?.() ?? []),
      ownerId,
    }),
    files: createFiles(),
    connections: home.services.connections.room,
    practice: createPracticeRoom(home, engines.services),
    runs: { ...createRuns(home, engines.services), remove: ({ runs }) => removal.remove(runs) },
    reports: createReports(
      home.views,
      engines.services.map(({ engine, report }) => ({ kind: engine.kind, report })),
    ),
    feed: {
      changes: ({ topic, cursor }, { signal }) =>
        endingWithReader(signal, (ending) => feed.changes(topic, cursor, ending)),
    },
    ...engines.rooms,
  };
}
