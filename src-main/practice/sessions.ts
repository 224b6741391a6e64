import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { about, done, refused, type Answer } from './answers.ts';
import { hashSecret, hashToken, isSecret } from './hashed-secret.ts';
import { readOperator } from './hosts.ts';
import { withBody, type Route } from './routes.ts';
import type { PracticeWorld } from './world.ts';

const sessionLifetimeMs = 3_600_000;

const rootSchema = z.object({ id: z.string(), username: z.string(), hash: z.string() });

/** The name of the administrator that was set up, null before. */
export function readRoot(world: PracticeWorld): z.infer<typeof rootSchema> | null {
  return world.store.read(rootSchema, 'root');
}

const sessionRow = z.object({ expiresAt: z.number() });

/** Null when the request may go on, else the 401 it gets. Counts the request against the session. */
export function checkToken(world: PracticeWorld, token: string | undefined): Answer | null {
  if (token === undefined || token === '') {
    return refused(401, 'EAUTH_TOKEN_MISSING', 'no x-smartx-token was sent');
  }
  const hash = hashToken(token);
  const session = world.store.one(
    sessionRow,
    'SELECT expires_at AS expiresAt FROM session WHERE token_hash = ?',
    [hash],
  );
  const allowed = world.faults.find('tokenExpire')?.values['expire-after'];
  const isUsedUp = allowed !== undefined && world.faults.count(`token:${hash}`) > Number(allowed);
  if (session === null || isUsedUp || session.expiresAt <= world.clock.now()) {
    return refused(401, 'EAUTH_TOKEN_INVALID', 'the session is unknown or has expired; log in again');
  }
  return null;
}

const setupRootBody = z.object({
  username: z.string().min(1).default('root'),
  password: z.string().min(1),
  repeat: z.string(),
  encrypted: z.literal(false).optional(),
});

const setupRoot = withBody(setupRootBody, ({ world }, { username, password, repeat }) => {
  const resource = { kind: 'user', id: null, name: username };
  if (world.faults.has('rootFail')) {
    return about(refused(500, 'EINTERNAL', 'root could not be set up'), resource);
  }
  const present = readRoot(world);
  if (present !== null) {
    const answer = refused(409, 'EROOT_ALREADY_INITIALIZED', 'root is already initialized');
    return about(answer, { ...resource, id: present.id });
  }
  if (password !== repeat) {
    return about(refused(400, 'EPASSWORD_REPEAT', 'password and repeat are not the same'), resource);
  }
  const id = randomUUID();
  world.store.write('root', { id, username, hash: hashSecret(password) });
  return done({ id, username, email: '', role: 'ROOT' }, { ...resource, id });
});

function isUser(world: PracticeWorld, username: string, password: string): boolean {
  const operator = readOperator(world);
  if (operator.username === username && operator.password === password) {
    return true;
  }
  const root = readRoot(world);
  return root?.username === username && isSecret(password, root.hash);
}

function expireTime(world: PracticeWorld, expiresAt: number): Record<string, string | number> {
  switch (world.faults.find('sessionExpireTime')?.values['expire-time']) {
    case 'missing':
      return {};
    case 'epoch':
      return { expire_time: Math.floor(expiresAt / 1000) };
    default:
      return { expire_time: new Date(expiresAt).toISOString() };
  }
}

const loginBody = z.object({
  username: z.string(),
  password: z.string(),
  encrypted: z.literal(false).optional(),
});

const login = withBody(loginBody, ({ world }, { username, password }) => {
  if (world.faults.has('sessionFail') || !isUser(world, username, password)) {
    return refused(401, 'ELOGIN_FAILED', 'user name or password is wrong');
  }
  const token = randomBytes(32).toString('hex');
  const now = world.clock.now();
  const expiresAt = now + sessionLifetimeMs;
  world.store.run('DELETE FROM session WHERE expires_at <= ?', [now]);
  world.store.run('INSERT INTO session VALUES (?, ?, ?)', [hashToken(token), username, expiresAt]);
  const created = new Date(now).toISOString();
  const times = { create_time: created, update_time: created, ...expireTime(world, expiresAt) };
  const userId = readRoot(world)?.username === username ? (readRoot(world)?.id ?? '') : 'practice';
  return { ...done({ user_id: userId, token, ...times }), enveloped: false };
});

const always = (): boolean => true;

export const sessionRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/api/v3/users:setupRoot', open: always, handle: setupRoot },
  { method: 'POST', pattern: '/api/v3/sessions', open: always, unjournaled: true, handle: login },
];
