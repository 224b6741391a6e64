import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../contract/json.ts';
import { done, refused } from './answers.ts';
import type { PacedJob } from './pace.ts';
import type { Route } from './routes.ts';
import { jsonColumn } from './store.ts';
import type { PracticeWorld } from './world.ts';

/**
 * A job is pending for this many polls, or for this long when nobody asks; at the real pace for as long as a real one. What it changes (a setting, an updated or
 * deleted switch) appears when it is done; a switch it makes is there from the start and is taken away if it fails.
 */
const pendingPolls = 2;
const longestMs = 3000;

const changeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('set'), name: z.string(), value: z.json() }),
  z.object({ type: z.literal('vds-create'), uuid: z.string(), name: z.string() }),
  z.object({
    type: z.literal('vds-update'),
    uuid: z.string(),
    name: z.string(),
    bondMode: z.string(),
    hosts: z.json(),
  }),
  z.object({ type: z.literal('vds-delete'), uuid: z.string(), name: z.string() }),
]);
type JobChange = z.infer<typeof changeSchema>;

const jobRow = z.object({
  id: z.string(),
  kind: z.enum(['dns', 'ntp', 'vip', 'vds']),
  state: z.enum(['pending', 'done', 'failed']),
  polls: z.number(),
  createdAt: z.number(),
  change: jsonColumn(changeSchema),
});
type JobRow = z.infer<typeof jobRow>;

const columns = 'id, kind, state, polls, created_at AS createdAt, change';

export function startJob(world: PracticeWorld, kind: PacedJob, change: JobChange): string {
  const id = randomUUID();
  world.store.run("INSERT INTO job (id, kind, state, created_at, change) VALUES (?, ?, 'pending', ?, ?)", [
    id,
    kind,
    world.clock.now(),
    JSON.stringify(change),
  ]);
  return id;
}

function applyChange(world: PracticeWorld, change: JobChange): void {
  switch (change.type) {
    case 'set':
      world.store.write(change.name, change.value);
      return;
    case 'vds-create':
      return;
    case 'vds-update':
      world.store.run('UPDATE vds SET name = ?, bond_mode = ?, hosts = ? WHERE uuid = ?', [
        change.name,
        change.bondMode,
        JSON.stringify(change.hosts),
        change.uuid,
      ]);
      return;
    case 'vds-delete':
      world.store.run('DELETE FROM vds WHERE uuid = ?', [change.uuid]);
  }
}

function failsNow({ faults }: PracticeWorld, job: JobRow): boolean {
  return (
    faults.has('jobFail', { kind: job.kind }) ||
    (job.change.type === 'vds-create' && faults.has('vdsJobFail'))
  );
}

function isDue({ clock, pace }: PracticeWorld, { kind, polls, createdAt }: JobRow): boolean {
  const spentMs = clock.now() - createdAt;
  const pacedMs = pace.jobMs(kind);
  return pacedMs === null ? polls > pendingPolls || spentMs >= longestMs : spentMs >= pacedMs;
}

function settle(world: PracticeWorld, job: JobRow): void {
  if (job.state !== 'pending' || !isDue(world, job) || world.faults.has('jobStuck', { kind: job.kind })) {
    return;
  }
  const fails = failsNow(world, job);
  if (!fails) {
    applyChange(world, job.change);
  } else if (job.change.type === 'vds-create') {
    world.store.run('DELETE FROM vds WHERE uuid = ?', [job.change.uuid]);
  }
  world.store.run('UPDATE job SET state = ? WHERE id = ?', [fails ? 'failed' : 'done', job.id]);
}

/** Ends the jobs whose time has come, as a real system does without being asked. */
export function settleJobs(world: PracticeWorld): void {
  const pending = world.store.all(
    jobRow,
    `SELECT ${columns} FROM job WHERE state = 'pending' ORDER BY created_at`,
  );
  for (const job of pending) {
    settle(world, job);
  }
}

function describeJob(world: PracticeWorld, job: JobRow): Json {
  const described = {
    job_id: job.id,
    state: job.state,
    type: job.kind,
    error: job.state === 'failed' ? 'EJOB' : null,
  };
  if (job.change.type === 'set') {
    return { job: { ...described, resources: {}, event: { data: {} } } };
  }
  const { uuid, name } = job.change;
  if (world.faults.has('jobDialect')) {
    return { job: described, result: { vds: { uuid, name } } };
  }
  const resources = { [uuid]: { type: 'NETWORK_VDS', uuid, name } };
  return { job: { ...described, resources, event: { data: { name, uuid } } } };
}

const poll: Route['handle'] = ({ world, parts }) => {
  const id = parts['id'] ?? '';
  const read = (): JobRow | null => world.store.one(jobRow, `SELECT ${columns} FROM job WHERE id = ?`, [id]);
  world.store.run("UPDATE job SET polls = polls + 1 WHERE id = ? AND state = 'pending'", [id]);
  const polled = read();
  if (polled === null) {
    return refused(404, 'EJOB_NOT_FOUND', `there is no job ${id}`);
  }
  settle(world, polled);
  return done(describeJob(world, read() ?? polled));
};

export const jobRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/api/v2/jobs/{id}',
    handle: poll,
  },
];
