import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AppClient } from '../../api/wire/client.ts';
import { isAppError } from '../../contract/errors.ts';
import type { ReaderRuntime } from '../../runtime-reader.ts';
import { endpointFile, findHome, requireNoOther } from '../owner/home.ts';
import { personName } from '../owner/person.ts';
import { reportUnforeseen } from '../owner/report-unforeseen.ts';
import type { CommandLine } from './command-line.ts';

/** How a command reaches the application: as the owner of the home, attached to the owner, or only reading. */
export interface Access {
  readonly client: AppClient;
  readonly home: string;
  /** Another process does the work: Ctrl-C only lets go of it. */
  readonly attached: boolean;
  /** Lets go of the home. An owner stays for as long as others need it, and says so. */
  close(): Promise<void>;
}

/** An owner that leaves is gone within this many tries. */
const mostTries = 5;
const againAfterMs = 100;

export const isUnreachable = (thrown: unknown): boolean =>
  isAppError(thrown) && thrown.code === 'OWNER_UNREACHABLE';

export function homeOf({ home }: CommandLine): string {
  return findHome({
    option: home,
    environment: process.env,
    platform: process.platform,
    userDirectory: homedir(),
  });
}

async function attachTo(home: string): Promise<Access> {
  const { attach } = await import('../owner/attach.ts');
  const attached = await attach(home, { by: personName() });
  return { client: attached.client, home, attached: true, close: () => attached.close() };
}

/** For commands that change something: owns the home if nobody does, else attaches to the owner. */
export async function openForWork(command: CommandLine): Promise<Access> {
  const home = homeOf(command);
  const { reachHome } = await import('../owner/reach-home.ts');
  return reachHome<Access>(home, {
    attach: () => attachTo(home),
    async own(lock) {
      const [{ becomeOwner }, { leave }] = await Promise.all([
        import('../owner/become-owner.ts'),
        import('./leave.ts'),
      ]);
      const owner = await becomeOwner(home, lock, personName());
      return { client: owner.client, home, attached: false, close: () => leave(owner, command) };
    },
  });
}

/**
 * Does the work over an access to the home. When the owner goes before anything was begun, it is done over another
 * access, which may find no owner any more. `begins` is called before the first call that must not be made twice.
 */
export async function withAccess<T>(
  open: () => Promise<Access>,
  work: (access: Access, begins: () => void) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const state = { hasBegun: false };
    const access = await open();
    try {
      return await work(access, () => {
        state.hasBegun = true;
      });
    } catch (thrown) {
      if (!access.attached || state.hasBegun || !isUnreachable(thrown) || tries === mostTries) {
        throw thrown;
      }
    } finally {
      await access.close();
    }
  }
}

/** Looks for the endpoint first: where there is none, nothing has to be loaded to know that nobody can be asked. */
async function hasOwner(home: string): Promise<boolean> {
  if (!existsSync(join(home, endpointFile))) {
    return false;
  }
  const { isOwned } = await import('../owner/lock.ts');
  return isOwned(home);
}

/** A home that an earlier version left and nobody owns: its rows are brought forward, then looked at. */
async function openOutdated(home: string, refused: unknown): Promise<ReaderRuntime> {
  if (!isAppError(refused) || refused.code !== 'DATABASE_OUTDATED') {
    throw refused;
  }
  const { tryLock } = await import('../owner/lock.ts');
  const lock = tryLock(home);
  if (lock === null) {
    throw refused;
  }
  const { bringForward, openReader } = await import('../../runtime-reader.ts');
  try {
    await bringForward(home);
  } finally {
    lock.release();
  }
  return openReader(home);
}

/** For commands that only read: asks the owner if there is one, else looks without taking anything. */
export async function openForReading(command: CommandLine): Promise<Access> {
  const home = homeOf(command);
  requireNoOther(home);
  for (let tries = 1; await hasOwner(home); tries += 1) {
    try {
      return await attachTo(home);
    } catch (thrown) {
      // It is leaving: the next look finds nobody, or the next owner.
      if (!isUnreachable(thrown) || tries === mostTries) {
        throw thrown;
      }
      await pause(againAfterMs);
    }
  }
  const [{ openReader }, { createInProcessClient }, { router }, { createGrants }] = await Promise.all([
    import('../../runtime-reader.ts'),
    import('../../api/wire/client.ts'),
    import('../../api/router.ts'),
    import('../../api/grants.ts'),
  ]);
  const reader = await openReader(home).catch((thrown: unknown) => openOutdated(home, thrown));
  const context = {
    application: reader.application,
    caller: { kind: 'in-process' as const, by: personName() },
    grants: createGrants(),
    report: reportUnforeseen,
  };
  return {
    client: createInProcessClient(router, context),
    home,
    attached: false,
    close: async () => reader.close(),
  };
}
