import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AppClient } from '../../api/client.ts';
import { isAppError } from '../../contract/errors.ts';
import type { ReaderRuntime } from '../../runtime-reader.ts';
import { endpointFile, findHome } from '../owner/home.ts';
import { personName } from '../owner/person.ts';
import { reportUnforeseen } from '../owner/report-unforeseen.ts';
import type { CommandLine } from './command-line.ts';

/** How a command reaches the application: as the owner of the home, attached to the owner, or only reading. */
export interface Access {
  readonly client: AppClient;
  readonly home: string;
  /** Another process does the work: Ctrl-C only lets go of it. */
  readonly attached: boolean;
  close(): Promise<void>;
}

export function homeOf(command: CommandLine): string {
  const { home } = command.values;
  return findHome({
    option: home === undefined ? null : command.path(home),
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
  const { tryLock } = await import('../owner/lock.ts');
  const lock = tryLock(home);
  if (lock === null) return attachTo(home);
  const { becomeOwner } = await import('../owner/become-owner.ts');
  return { ...(await becomeOwner(home, lock, personName())), attached: false };
}

/** Looks for the endpoint first: where there is none, nothing has to be loaded to know that nobody can be asked. */
async function hasOwner(home: string): Promise<boolean> {
  if (!existsSync(join(home, endpointFile))) return false;
  const { isOwned } = await import('../owner/lock.ts');
  return isOwned(home);
}

/** A home that an earlier version left and nobody owns: its rows are brought forward, then looked at. */
async function openOutdated(home: string, refused: unknown): Promise<ReaderRuntime> {
  if (!isAppError(refused) || refused.code !== 'DATABASE_OUTDATED') throw refused;
  const { tryLock } = await import('../owner/lock.ts');
  const lock = tryLock(home);
  if (lock === null) throw refused;
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
  if (await hasOwner(home)) return attachTo(home);
  const [{ openReader }, { createInProcessClient }, { router }, { createGrants }] = await Promise.all([
    import('../../runtime-reader.ts'),
    import('../../api/client.ts'),
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
