import { setTimeout as pause } from 'node:timers/promises';
import type { AppClient } from '../../api/client.ts';
import { AppError } from '../../contract/errors.ts';
import { attach } from './attach.ts';
import type { Attached, AttachOptions } from './attach.ts';

/** An attachment that outlives the owner: when the next one is there, it is attached to that. */
export interface StandingAttachment {
  /** Throws OWNER_UNREACHABLE while there is no owner. */
  client(): AppClient;
  isThere(): boolean;
  close(): Promise<void>;
}

const againAfterMs = 500;

export interface StandingOptions extends AttachOptions {
  /** The owner has gone; nobody answers until `onBack`. */
  readonly onGone: () => void;
  readonly onBack: () => void;
}

/** Attaches at once or throws as {@link attach} does. It never takes the home itself: whoever starts an owner decides that. */
export async function attachStanding(home: string, options: StandingOptions): Promise<StandingAttachment> {
  const { onGone, onBack, ...attachOptions } = options;
  const stop = new AbortController();
  let current: Attached | null = await attach(home, attachOptions);

  async function next(): Promise<Attached | null> {
    while (!stop.signal.aborted) {
      try {
        return await attach(home, attachOptions);
      } catch {
        // Why it is not there now does not matter: it is asked again until it is, or until nobody wants to know.
        await pause(againAfterMs, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
    return null;
  }

  async function stand(first: Attached): Promise<void> {
    for (let attached: Attached | null = first; attached !== null; attached = current) {
      await attached.closed;
      current = null;
      if (stop.signal.aborted) return;
      onGone();
      current = await next();
      if (current !== null) onBack();
    }
  }

  const standing = stand(current);
  return {
    client() {
      if (current === null) throw gone();
      return current.client;
    },
    isThere: () => current !== null,
    async close() {
      stop.abort();
      await current?.close();
      await standing;
    },
  };
}

function gone(): AppError {
  return new AppError('OWNER_UNREACHABLE', {
    zh: '占用数据目录的进程已退出；重新启动 Sitewright 后会自动恢复。',
    en: 'the process that owned the home has gone; this goes on by itself once Sitewright is started again',
  });
}
