/** Virtual switches and their networks. */
import { AppError } from '../../contract/errors.ts';
import type { SmartxCluster, Vlan } from '../../engines/configure/ports.ts';
import type { Text } from '../../contract/text.ts';
import type { Caller, SmartxCall } from './caller.ts';
import { accepted, acceptedWithUuid } from './job-shapes.ts';
import { madeVlan, systemBondMode, virtualSwitches, vlansCount, vlansOf } from './network-shapes.ts';
import { anyShape } from './shape-parts.ts';
import type { CallOptions } from '../../ports/reading.ts';

type NetworkCalls = Pick<
  SmartxCluster,
  'listVds' | 'createVds' | 'deleteVds' | 'listVlans' | 'countVlans' | 'createVlan' | 'deleteVlan'
>;

const switchesPath = '/api/v2/network/vds';
const switchPath = (uuid: string): string => `${switchesPath}/${encodeURIComponent(uuid)}`;

const vlanListCall = (vdsUuid: string, doing: Text): SmartxCall => ({
  doing,
  method: 'GET',
  path: `${switchPath(vdsUuid)}/vlans`,
});

type NewVlan = Parameters<SmartxCluster['createVlan']>[0];

function vlanCall({ vdsUuid, name, vlanId }: NewVlan): SmartxCall {
  return {
    doing: {
      zh: `创建虚拟网络 ${name}（VLAN ID ${vlanId}）`,
      en: `creating virtual network ${name} (VLAN ID ${vlanId})`,
    },
    method: 'POST',
    path: `${switchPath(vdsUuid)}/vlans`,
    body: { name, vlan_id: vlanId, vds_uuid: vdsUuid },
  };
}

async function createVlan(caller: Caller, wanted: NewVlan, options: CallOptions): Promise<Vlan> {
  const { vdsUuid, name, vlanId } = wanted;
  const call = vlanCall(wanted);
  const uuid = await caller.ask(call, madeVlan, options);
  if (uuid !== null) {
    return { uuid, name, vlanId, vdsUuid };
  }
  // The answer did not name what was made; it may only be taken back by its uuid, so look for it.
  const looking = { zh: `查找虚拟网络 ${name}`, en: `looking for virtual network ${name}` };
  const listed = await caller.tryReading(vlanListCall(vdsUuid, looking), vlansOf(vdsUuid), options);
  const found =
    listed.kind === 'value'
      ? listed.value.find((vlan) => vlan.name === name && vlan.vlanId === vlanId)
      : undefined;
  if (found !== undefined) {
    return found;
  }
  throw new AppError(
    'HTTP_BAD_ANSWER',
    {
      zh: `集群接受了「${call.doing.zh}」，但应答和列表里都没有它。请先到集群上查看，再重试。`,
      en: `The cluster accepted ${call.doing.en}, but neither its response nor its list contains it. Check on the cluster, then retry.`,
    },
    { data: { method: call.method, path: call.path, outcomeUnknown: true } },
  );
}

export function createNetworkCalls(caller: Caller): NetworkCalls {
  return {
    listVds: (options) =>
      caller.ask(
        {
          doing: { zh: '读取虚拟交换机', en: 'reading virtual switches' },
          method: 'GET',
          path: switchesPath,
        },
        virtualSwitches,
        options,
      ),

    createVds: (vds, options) => {
      const hosts = vds.hosts.map(({ hostUuid, nics, dataIp }) => ({
        host_uuid: hostUuid,
        nics_associated: nics,
        data_ip: dataIp,
      }));
      const body = { name: vds.name, bond_mode: systemBondMode(vds.bondMode), hosts_associated: hosts };
      return caller.ask(
        {
          doing: { zh: `创建虚拟交换机 ${vds.name}`, en: `creating virtual switch ${vds.name}` },
          method: 'POST',
          path: switchesPath,
          body,
        },
        acceptedWithUuid,
        options,
      );
    },

    deleteVds: ({ uuid, name }, options) =>
      caller.ask(
        {
          doing: { zh: `删除虚拟交换机 ${name}`, en: `deleting virtual switch ${name}` },
          method: 'DELETE',
          path: switchPath(uuid),
        },
        accepted,
        options,
      ),

    listVlans: ({ uuid, name }, options) => {
      const doing = {
        zh: `读取虚拟交换机 ${name} 的虚拟网络`,
        en: `reading the virtual networks of virtual switch ${name}`,
      };
      return caller.tryReading(vlanListCall(uuid, doing), vlansOf(uuid), options);
    },

    countVlans: async ({ uuid, name }, options) => {
      const path = switchPath(uuid);
      const doing = { zh: `读取虚拟交换机 ${name}`, en: `reading virtual switch ${name}` };
      const count = await caller.tryReading({ doing, method: 'GET', path }, vlansCount, options);
      if (count.kind === 'unreadable') {
        return count;
      }
      if (count.value !== null) {
        return { kind: 'value', value: count.value };
      }
      const why = { zh: `GET ${path} 的应答没有 vlans_count`, en: `no vlans_count from GET ${path}` };
      return { kind: 'unreadable', why };
    },

    createVlan: (wanted, options) => createVlan(caller, wanted, options),

    deleteVlan: async ({ vdsUuid, uuid, name }, options) => {
      const path = `${switchPath(vdsUuid)}/vlans/${encodeURIComponent(uuid)}`;
      const doing = { zh: `删除虚拟网络 ${name}`, en: `deleting virtual network ${name}` };
      await caller.ask({ doing, method: 'DELETE', path }, anyShape, options);
    },
  };
}
