import type { WebSocket } from 'ws';
import { isAppError } from '../../contract/errors.ts';
import { attach, openToOwner, type Attached } from '../owner/attach.ts';
import type { Ownership } from '../owner/become-owner.ts';

/** How this process reaches the owner of its home, which may be this process itself. */
export interface OwnerAccess {
  /** Whether the engines run in this process. */
  isOwn(): boolean;
  /** Resolves once it is known who owns the home. Rejects when it is ours and cannot be opened. */
  readonly found: Promise<void>;
  /** For calls of the window itself. */
  attach(): Promise<Attached>;
  /** For a page, which gets the rights of one. */
  openForPage(): Promise<WebSocket>;
  close(): Promise<void>;
}

export interface OwnerAccessParts {
  readonly home: string;
  /** The person, as recorded with what they decide. */
  readonly by: string;
  /** Takes the home if nobody owns it; null where this runtime cannot run the engines. */
  readonly own: (() => Promise<Ownership | null>) | null;
}

/**
 * Asks first whether somebody owns the home, and takes it only when nobody answers; once attached to another process
 * it never takes it. The page comes in over the owner's endpoint in both cases: there is one way to be right about.
 */
export function createOwnerAccess({ home, by, own }: OwnerAccessParts): OwnerAccess {
  let ownership: Ownership | null = null;
  const find = async (): Promise<void> => {
    if (own === null || (await answers(home, by))) {
      return;
    }
    ownership = await own();
  };
  const found = find();
  // Whoever needs it awaits it too; until then nobody must be told of a rejection twice.
  found.catch(() => undefined);
  return {
    found,
    isOwn: () => ownership !== null,
    async attach() {
      await found;
      return attach(home, { by });
    },
    async openForPage() {
      await found;
      const { socket } = await openToOwner(home, { by, kind: 'desktop' });
      return socket;
    },
    async close() {
      await ownership?.close();
    },
  };
}

async function answers(home: string, by: string): Promise<boolean> {
  try {
    const attached = await attach(home, { by });
    await attached.close();
    return true;
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === 'OWNER_UNREACHABLE') {
      return false;
    }
    throw thrown;
  }
}
