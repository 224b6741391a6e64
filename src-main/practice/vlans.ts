import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../contract/json.ts';
import { about, done, refused, type Answer } from './answers.ts';
import { readBack, withBody, type Call, type Route } from './routes.ts';
import { noSuchSwitch, readSwitch } from './vds.ts';
import type { PracticeWorld } from './world.ts';

const vlanRow = z.object({ uuid: z.string(), vdsUuid: z.string(), name: z.string(), vlanId: z.number() });
type VlanRow = z.infer<typeof vlanRow>;

/** The networks of one switch by VLAN id. */
export function readVlans(world: PracticeWorld, vdsUuid: string): VlanRow[] {
  return world.store.all(
    vlanRow,
    'SELECT uuid, vds_uuid AS vdsUuid, name, vlan_id AS vlanId FROM vlan WHERE vds_uuid = ? ORDER BY vlan_id',
    [vdsUuid],
  );
}

/** A network of virtual machines, as the real system numbers the kinds. */
const guestNetwork = 3;

const show = ({ uuid, vdsUuid, name, vlanId }: VlanRow): Json => ({
  uuid,
  name,
  vds_uuid: vdsUuid,
  vlan_id: vlanId,
  type: guestNetwork,
  enable_dhcp: false,
});

const createBody = z.object({
  name: z.string().min(1),
  vlan_id: z.number().int().min(0).max(4094),
  vds_uuid: z.string().optional(),
});

function conflict(world: PracticeWorld, vdsUuid: string, wanted: z.infer<typeof createBody>): Answer | null {
  const present = readVlans(world, vdsUuid);
  const named = present.find((vlan) => vlan.name === wanted.name);
  const numbered = present.find((vlan) => vlan.vlanId === wanted.vlan_id);
  const resource = (id: string | null) => ({ kind: 'vlan', id, name: wanted.name });
  if (world.faults.has('vlanConflict', { name: wanted.name })) {
    return about(
      refused(409, 'EVLAN_CONFLICT', `network ${wanted.name} conflicts with another one`),
      resource(null),
    );
  }
  if (named !== undefined) {
    const text = `a network named ${wanted.name} exists on this switch with VLAN ${named.vlanId}`;
    return about(refused(409, 'EVLAN_DUPLICATE_NAME', text), resource(named.uuid));
  }
  if (numbered !== undefined) {
    const text = `VLAN ${wanted.vlan_id} exists on this switch as ${numbered.name}`;
    return about(refused(409, 'EVLAN_DUPLICATE_ID', text), resource(numbered.uuid));
  }
  return null;
}

const create = withBody(createBody, ({ world, parts }, body) => {
  const vdsUuid = parts['vds'] ?? '';
  const resource = { kind: 'vlan', id: null, name: body.name };
  if (readSwitch(world, vdsUuid) === null) {
    return about(noSuchSwitch(vdsUuid), resource);
  }
  if (body.vds_uuid !== undefined && body.vds_uuid !== vdsUuid) {
    return about(refused(400, 'EINVALID_PARAMETER', 'vds_uuid is not the switch of the path'), resource);
  }
  const objects = conflict(world, vdsUuid, body);
  if (objects !== null) {
    return objects;
  }
  const row = { uuid: randomUUID(), vdsUuid, name: body.name, vlanId: body.vlan_id };
  world.store.run('INSERT INTO vlan VALUES (?, ?, ?, ?)', [row.uuid, vdsUuid, row.name, row.vlanId]);
  return done(show(row), { ...resource, id: row.uuid });
});

function withVlan(handle: (call: Call, row: VlanRow) => Answer): Route['handle'] {
  return (call) => {
    const vlan = readVlans(call.world, call.parts['vds'] ?? '').find(
      ({ uuid }) => uuid === call.parts['uuid'],
    );
    if (vlan !== undefined) {
      return handle(call, vlan);
    }
    return refused(404, 'EVLAN_NOT_FOUND', 'there is no such network on this switch');
  };
}

const list: Route['handle'] = ({ world, parts }) => {
  const vdsUuid = parts['vds'] ?? '';
  return readSwitch(world, vdsUuid) === null
    ? noSuchSwitch(vdsUuid)
    : done(readVlans(world, vdsUuid).map((vlan) => show(vlan)));
};

const remove = withVlan(({ world }, { uuid, name }) => {
  world.store.run('DELETE FROM vlan WHERE uuid = ?', [uuid]);
  return done({}, { kind: 'vlan', id: uuid, name });
});

const base = '/api/v2/network/vds/{vds}/vlans';
export const vlanRoutes: readonly Route[] = [
  { method: 'POST', pattern: base, handle: create },
  { method: 'GET', pattern: base, handle: readBack('vlans', list) },
  {
    method: 'GET',
    pattern: `${base}/{uuid}`,
    handle: readBack(
      'vlans',
      withVlan((_call, vlan) => done(show(vlan))),
    ),
  },
  { method: 'DELETE', pattern: `${base}/{uuid}`, handle: remove },
];
