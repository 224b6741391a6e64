import { setTimeout as pause } from 'node:timers/promises';
import type { AppClient } from '../../api/wire/client.ts';
import { AppError } from '../../contract/errors.ts';
import { attach, type AttachOptions } from './attach.ts';
import type { Lock } from './lock.ts';
import { isUnreachable, reachHome } from './reach-home.ts';

/** How the home is reached now: over a connection, or because this process owns it. */
export interface StandingReach {
  readonly client: AppClient;
  /** Resolves when it is over; never, while the home is this process's own. */
  readonly closed: Promise<{ readonly hasLeft: boolean }>;
  close(): Promise<void>;
}

/** A way to the home that outlives its owner. */
export interface StandingAttachment {
  /** Throws OWNER_UNREACHABLE while there is no owner. */
  client(): AppClient;
  isThere(): boolean;
  close(): Promise<void>;
}

const againAfterMs = 500;

export interface StandingOptions extends Omit<AttachOptions, 'isHeir'> {
  /** Takes a home that nobody owns, at first or because its owner has left it in order. Never after one that died. */
  readonly own: (lock: Lock) => Promise<StandingReach>;
  /** The owner has gone; nobody answers until `onBack`. */
  readonly onGone: () => void;
  readonly onBack: () => void;
  /** Why the next owner cannot be reached, or the home not be taken, told once; it is tried on. */
  readonly onFailure: (thrown: unknown) => void;
}

/** Owns or attaches at once, or throws why neither can be done; goes on with the next owner, which may be this process. */
export async function reachStanding(home: string, options: StandingOptions): Promise<StandingAttachment> {
  const { own, onGone, onBack, onFailure, ...attachOptions } = options;
  const stop = new AbortController();
  const attachAsHeir = (): Promise<StandingReach> => attach(home, { ...attachOptions, isHeir: true });
  let current: StandingReach | null = await reachHome(home, { own, attach: attachAsHeir });

  /** A home is taken from an owner that left it, never from one that died: what it was doing is for a person to look at. */
  async function again(hasLeft: boolean): Promise<StandingReach> {
    if (!hasLeft) {
      return attachAsHeir();
    }
    return reachHome(home, { own, attach: attachAsHeir });
  }

  async function next(hasLeft: boolean): Promise<StandingReach | null> {
    let told = false;
    while (!stop.signal.aborted) {
      try {
        return await again(hasLeft);
      } catch (thrown) {
        // That nobody answers yet is what it waits out.
        if (!isUnreachable(thrown) && !told) {
          onFailure(thrown);
        }
        told ||= !isUnreachable(thrown);
        await pause(againAfterMs, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
    return null;
  }

  async function stand(first: StandingReach): Promise<void> {
    for (let reached: StandingReach | null = first; reached !== null; reached = current) {
      const { hasLeft } = await reached.closed;
      current = null;
      if (stop.signal.aborted) {
        return;
      }
      onGone();
      current = await next(hasLeft);
      if (current !== null) {
        onBack();
      }
    }
  }

  const standing = stand(current);
  return {
    client() {
      if (current === null) {
        throw gone(home);
      }
      return current.client;
    },
    isThere: () => current !== null,
    async close() {
      stop.abort();
      await current?.close();
      await standing;
      await current?.close();
    },
  };
}

function gone(home: string): AppError {
  const text = {
    zh: `占用数据目录 ${home} 的进程已退出；在该目录上重新启动 Sitewright（例如 sitewright serve）后会自动恢复。`,
    en: `The process that owned the data folder ${home} has exited. The connection recovers when you start Sitewright with this folder again, for example with sitewright serve.`,
  };
  return new AppError('OWNER_UNREACHABLE', text, { data: { home } });
}
