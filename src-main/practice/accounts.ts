import { z } from 'zod';
import { hashSecret, isSecret } from './hashed-secret.ts';
import type { PracticeWorld } from './world.ts';

/** A locked account opens again after this long, as pam_faillock does. */
const lockedMs = 600_000;

const accountRow = z.object({
  user: z.string(),
  hash: z.string(),
  madeUp: z.string().nullable(),
  wrongInARow: z.number(),
  lockedAt: z.number().nullable(),
  changes: z.number(),
});
type AccountRow = z.infer<typeof accountRow>;

const select = `SELECT user, hash, made_up AS madeUp, wrong_in_a_row AS wrongInARow, locked_at AS lockedAt, changes
  FROM account WHERE host_uuid = ?`;

export function readAccounts(world: PracticeWorld, hostUuid: string): AccountRow[] {
  return world.store.all(accountRow, `${select} ORDER BY user`, [hostUuid]);
}

export function readAccount(world: PracticeWorld, hostUuid: string, user: string): AccountRow | null {
  return world.store.one(accountRow, `${select} AND user = ?`, [hostUuid, user]);
}

export function isLocked(world: PracticeWorld, account: AccountRow): boolean {
  return account.lockedAt !== null && world.clock.now() - account.lockedAt < lockedMs;
}

/** One try at an account's password. Counts wrong ones and locks; a locked account refuses the right one too. */
export function tryPassword(
  world: PracticeWorld,
  account: { readonly hostUuid: string; readonly user: string },
  password: string,
): boolean {
  const { hostUuid, user } = account;
  return world.store.transaction(() => {
    const row = readAccount(world, hostUuid, user);
    if (row === null || isLocked(world, row)) {
      return false;
    }
    const isRight = isSecret(password, row.hash);
    const before = row.lockedAt === null ? row.wrongInARow : 0;
    const wrong = isRight ? 0 : before + 1;
    const locks = world.lockoutAfter > 0 && wrong >= world.lockoutAfter;
    world.store.run('UPDATE account SET wrong_in_a_row = ?, locked_at = ? WHERE host_uuid = ? AND user = ?', [
      wrong,
      locks ? world.clock.now() : null,
      hostUuid,
      user,
    ]);
    return isRight;
  });
}

/** Sets all of them or, when one is unknown, none; answers the unknown user's name. */
export function changePasswords(
  world: PracticeWorld,
  hostUuid: string,
  changes: readonly { readonly user: string; readonly password: string }[],
): { readonly unknown: string | null } {
  return world.store.transaction(() => {
    const unknown = changes.find(({ user }) => readAccount(world, hostUuid, user) === null);
    if (unknown !== undefined) {
      return { unknown: unknown.user };
    }
    for (const { user, password } of changes) {
      world.store.run(
        `UPDATE account SET hash = ?, made_up = NULL, wrong_in_a_row = 0, locked_at = NULL, changes = changes + 1
          WHERE host_uuid = ? AND user = ?`,
        [hashSecret(password), hostUuid, user],
      );
    }
    return { unknown: null };
  });
}
