import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../contract/json.ts';
import { about, done, refused, type Answer } from './answers.ts';
import { readHosts } from './hosts.ts';
import { startJob } from './jobs.ts';
import { withBody, type Call, type Route } from './routes.ts';
import { jsonColumn } from './store.ts';
import type { PracticeWorld } from './world.ts';

const hostsSchema = z.array(
  z.object({
    host_uuid: z.string(),
    nics_associated: z.array(z.string()).min(1),
    data_ip: z.string().nullable().default(null),
  }),
);
type AssociatedHosts = z.infer<typeof hostsSchema>;

const vdsRow = z.object({
  uuid: z.string(),
  name: z.string(),
  bondMode: z.string(),
  hosts: jsonColumn(hostsSchema),
  vlans: z.number(),
});
type VdsRow = z.infer<typeof vdsRow>;

const select = `SELECT uuid, name, bond_mode AS bondMode, hosts,
  (SELECT count(*) FROM vlan WHERE vlan.vds_uuid = vds.uuid) AS vlans FROM vds`;

export function readSwitches(world: PracticeWorld): VdsRow[] {
  return world.store.all(vdsRow, `${select} ORDER BY name`);
}

export function readSwitch(world: PracticeWorld, uuid: string): VdsRow | null {
  return world.store.one(vdsRow, `${select} WHERE uuid = ?`, [uuid]);
}

export function noSuchSwitch(uuid: string): Answer {
  return refused(404, 'EVDS_NOT_FOUND', `there is no virtual switch ${uuid}`);
}

/** Real systems call balance-tcp `lacp` on some pages; both are taken. */
const bondMode = z.enum(['active-backup', 'balance-tcp', 'balance-slb', 'lacp']);

function show(world: PracticeWorld, row: VdsRow): Json {
  const wrong = world.faults.find('vlansCount')?.values['count'];
  return {
    uuid: row.uuid,
    name: row.name,
    bond_mode: row.bondMode,
    vlans_count: wrong === undefined ? row.vlans : Number(wrong),
    hosts_associated: row.hosts,
  };
}

interface Wanted {
  readonly uuid: string | null;
  readonly name: string;
  readonly hosts: AssociatedHosts;
}

/** Why a switch cannot be made like this, or null. A port belongs to one switch only. */
function objection(world: PracticeWorld, wanted: Wanted): Answer | null {
  const others = readSwitches(world).filter((row) => row.uuid !== wanted.uuid);
  const twin = others.find((row) => row.name === wanted.name);
  if (twin !== undefined) {
    const answer = refused(409, 'EVDS_DUPLICATE_NAME', `a virtual switch named ${wanted.name} exists`);
    return about(answer, { kind: 'vds', id: twin.uuid, name: wanted.name });
  }
  const known = new Map(readHosts(world).map((host) => [host.uuid, host]));
  for (const { host_uuid: uuid, nics_associated: nics } of wanted.hosts) {
    const host = known.get(uuid);
    if (host === undefined) {
      return refused(400, 'EHOST_NOT_FOUND', `there is no host ${uuid}`);
    }
    const absent = nics.find((nic) => !host.nics.includes(nic));
    if (absent !== undefined) {
      return refused(400, 'ENIC_NOT_FOUND', `host ${host.name} has no port ${absent}`);
    }
    const taken = new Set(
      others
        .flatMap((row) => row.hosts.filter((other) => other.host_uuid === uuid))
        .flatMap((other) => other.nics_associated),
    );
    const used = nics.find((nic) => taken.has(nic));
    if (used !== undefined) {
      return refused(409, 'ENIC_IN_USE', `port ${used} of host ${host.name} is in use`);
    }
  }
  return null;
}

const createBody = z.object({
  name: z.string().min(1),
  bond_mode: bondMode,
  hosts_associated: hostsSchema.min(1),
});

const create = withBody(createBody, ({ world }, { name, bond_mode, hosts_associated }) => {
  const objects = objection(world, { uuid: null, name, hosts: hosts_associated });
  if (objects !== null) {
    return objects.resource === null ? about(objects, { kind: 'vds', id: null, name }) : objects;
  }
  const uuid = randomUUID();
  world.store.run('INSERT INTO vds VALUES (?, ?, ?, ?)', [
    uuid,
    name,
    bond_mode,
    JSON.stringify(hosts_associated),
  ]);
  const taken = world.faults.find('vlanTaken')?.values;
  if (taken !== undefined) {
    const cells = [randomUUID(), uuid, taken['name'] ?? '', Number(taken['taken'])];
    world.store.run('INSERT INTO vlan VALUES (?, ?, ?, ?)', cells);
  }
  const resource = { kind: 'vds', id: uuid, name };
  if (world.faults.has('vdsAnswer')) {
    return done({ uuid, name }, resource);
  }
  return done({ job_id: startJob(world, 'vds', { type: 'vds-create', uuid, name }) }, resource);
});

const updateBody = createBody.partial();

function withSwitch(handle: (call: Call, row: VdsRow) => Answer): Route['handle'] {
  return (call) => {
    const uuid = call.parts['uuid'] ?? '';
    const row = readSwitch(call.world, uuid);
    return row === null ? noSuchSwitch(uuid) : handle(call, row);
  };
}

const update = withBody(updateBody, (call, body) =>
  withSwitch(({ world }, row) => {
    const wanted = { uuid: row.uuid, name: body.name ?? row.name, hosts: body.hosts_associated ?? row.hosts };
    const resource = { kind: 'vds', id: row.uuid, name: wanted.name };
    const objects = objection(world, wanted);
    if (objects !== null) {
      return about(objects, resource);
    }
    const change = { ...wanted, type: 'vds-update' as const, bondMode: body.bond_mode ?? row.bondMode };
    return done({ job_id: startJob(world, 'vds', change) }, resource);
  })(call),
);

const remove = withSwitch(({ world }, { uuid, name, vlans }) => {
  const resource = { kind: 'vds', id: uuid, name };
  if (vlans > 0) {
    return about(refused(409, 'EVDS_IN_USE', `virtual switch ${name} still has networks`), resource);
  }
  return done({ job_id: startJob(world, 'vds', { type: 'vds-delete', uuid, name }) }, resource);
});

export const vdsRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/api/v2/network/vds', handle: create },
  {
    method: 'GET',
    pattern: '/api/v2/network/vds',
    handle: ({ world }) => done(readSwitches(world).map((row) => show(world, row))),
  },
  {
    method: 'GET',
    pattern: '/api/v2/network/vds/{uuid}',
    handle: withSwitch(({ world }, row) => done(show(world, row))),
  },
  { method: 'PUT', pattern: '/api/v2/network/vds/{uuid}', handle: update },
  { method: 'DELETE', pattern: '/api/v2/network/vds/{uuid}', handle: remove },
];
