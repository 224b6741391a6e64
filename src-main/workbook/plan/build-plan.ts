import type { PlannedHost, PlannedNetwork, PlannedSwitch, SitePlan } from '../../contract/site-plan.ts';
import { cellName } from '../grid/cell-address.ts';
import type { Layout } from '../profiles/layout.ts';
import type { HostDraft, NetworkDraft, SiteDraft, SwitchDraft } from './draft.ts';
import { createPlanRecorder, type PlanRecorder } from './plan-recorder.ts';
import { defaultUsers, hostAccounts } from './host-accounts.ts';
import { bondModeOf, networkLayoutOf, nicsOf, vlanIdOf } from './values.ts';

export interface BuiltPlan {
  readonly plan: SitePlan;
  /** By the path of the mark in the plan. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** The accounts of the template; a sheet with a password but no user name means these. */

/** Puts the plan together. Values that cannot be used are kept as written: the findings say what they block. */
export function buildPlan(draft: SiteDraft): BuiltPlan {
  const recorder = createPlanRecorder();
  const plan: SitePlan = {
    profile: draft.layout.profile.id,
    customer: recorder.value('customer', draft.customer),
    project: recorder.value('project', draft.project),
    dataCenter: recorder.value('dataCenter', draft.dataCenter),
    cluster: buildCluster(draft, recorder),
    hosts: draft.hosts.map((host, index) => buildHost(host, index, recorder)),
    network: buildNetwork(draft, recorder),
    serialCell: serialCellOf(draft.layout),
    origins: recorder.origins,
  };
  return { plan, secrets: recorder.secrets };
}

function serialCellOf(layout: Layout): SitePlan['serialCell'] {
  const place = layout.anchors.get('serial')?.[0];
  return place === undefined ? null : { sheet: place.sheet.title, cell: cellName(place.value) };
}

function buildCluster({ cluster }: SiteDraft, recorder: PlanRecorder): SitePlan['cluster'] {
  recorder.origin('cluster.networkLayout', cluster.networkLayout);
  return {
    name: recorder.value('cluster.name', cluster.name),
    version: recorder.value('cluster.version', cluster.version),
    vip: recorder.value('cluster.vip', cluster.vip),
    serial: recorder.value('cluster.serial', cluster.serial),
    storageLayout: recorder.value('cluster.storageLayout', cluster.storageLayout),
    networkLayout: networkLayoutOf(cluster.networkLayout),
    administrator: {
      user: recorder.required(
        'cluster.administrator.user',
        cluster.administratorUser,
        defaultUsers.administrator,
      ),
      password: recorder.secret('cluster.administrator.password', cluster.administratorPassword),
    },
  };
}

function buildHost({ path, fields }: HostDraft, index: number, recorder: PlanRecorder): PlannedHost {
  const written = recorder.value(`${path}.number`, fields.number);
  return {
    number: written !== null && /^\d{1,6}$/.test(written) ? Number(written) : index + 1,
    name: recorder.required(`${path}.name`, fields.name, ''),
    serial: recorder.value(`${path}.serial`, fields.serial),
    managementIp: recorder.required(`${path}.managementIp`, fields.managementIp, ''),
    storageIp: recorder.value(`${path}.storageIp`, fields.storageIp),
    rack: recorder.value(`${path}.rack`, fields.rack),
    rackUnit: recorder.value(`${path}.rackUnit`, fields.rackUnit),
    bmc: {
      address: recorder.value(`${path}.bmc.address`, fields.bmcAddress),
      user: recorder.value(`${path}.bmc.user`, fields.bmcUser),
      password: recorder.secret(`${path}.bmc.password`, fields.bmcPassword),
    },
    accounts: hostAccounts(fields).map(({ user, password, otherwise }, account) => ({
      user: recorder.required(`${path}.accounts[${account}].user`, user, otherwise),
      password: recorder.secret(`${path}.accounts[${account}].password`, password),
    })),
  };
}

function buildNetwork(draft: SiteDraft, recorder: PlanRecorder): SitePlan['network'] {
  const { services } = draft;
  return {
    dns: services.dns.map((field, index) => recorder.required(`network.dns[${index}]`, field, '')),
    ntp: services.ntp.map((field, index) => recorder.required(`network.ntp[${index}]`, field, '')),
    bmcSubnet: recorder.value('network.bmcSubnet', draft.ipmi?.fields.subnet ?? null),
    switches: draft.switches.map((planned) => buildSwitch(planned, recorder)),
    temporaryIpRange: {
      first: recorder.value('network.temporaryIpRange.first', services.temporaryFirst),
      last: recorder.value('network.temporaryIpRange.last', services.temporaryLast),
    },
  };
}

function buildSwitch(planned: SwitchDraft, recorder: PlanRecorder): PlannedSwitch {
  const { path } = planned;
  const nics = nicsOf(planned.nics);
  recorder.origin(`${path}.bondMode`, planned.bondMode);
  recorder.origin(`${path}.nics`, planned.nics);
  nics.forEach((_, index) => recorder.origin(`${path}.nics[${index}]`, planned.nics));
  return {
    role: planned.role,
    name: recorder.required(`${path}.name`, planned.name, ''),
    bondMode: bondModeOf(planned.bondMode),
    nics: [...nics],
    networks: planned.networks.map((network) => buildPlannedNetwork(network, recorder)),
  };
}

function buildPlannedNetwork({ path, fields }: NetworkDraft, recorder: PlanRecorder): PlannedNetwork {
  recorder.origin(`${path}.vlanId`, fields.vlanId);
  return {
    name: recorder.required(`${path}.name`, fields.name, ''),
    vlanId: vlanIdOf(fields.vlanId),
    vlanType: recorder.value(`${path}.vlanType`, fields.vlanType),
    subnet: recorder.value(`${path}.subnet`, fields.subnet),
    gateway: recorder.value(`${path}.gateway`, fields.gateway),
  };
}
