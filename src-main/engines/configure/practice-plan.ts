import type { SitePlan } from '../../contract/site-plan.ts';

/** What a practice site has to be made of for this plan to be rehearsed on it. Holds no password. */
export function practicePlanOf(plan: SitePlan): {
  readonly clusterName: string | null;
  readonly vip: string | null;
  readonly version: string | null;
  readonly hosts: {
    readonly number: number;
    readonly name: string;
    readonly serial: string | null;
    readonly managementIp: string;
    readonly storageIp: string | null;
    readonly bmcAddress: string | null;
    readonly nics: string[];
    readonly accounts: string[];
  }[];
  readonly switches: {
    readonly name: string;
    readonly bondMode: string;
    readonly nics: string[];
    readonly networks: { readonly name: string; readonly vlanId: number }[];
  }[];
} {
  const { switches } = plan.network;
  const nics = [...new Set(switches.flatMap((vds) => vds.nics))];
  return {
    clusterName: plan.cluster.name,
    vip: plan.cluster.vip,
    version: plan.cluster.version,
    hosts: plan.hosts.map((host) => ({
      number: host.number,
      name: host.name,
      serial: host.serial,
      managementIp: host.managementIp,
      storageIp: host.storageIp,
      bmcAddress: host.bmc.address,
      nics,
      accounts: host.accounts.map(({ user }) => user),
    })),
    // A deployed cluster has its management and storage switches already; the business ones are the job.
    switches: switches
      .filter(({ role }) => role === 'management' || role === 'storage')
      .map((vds) => ({
        name: vds.name,
        bondMode: vds.bondMode ?? 'active-backup',
        nics: vds.nics,
        networks: vds.networks.flatMap(({ name, vlanId }) => (vlanId === null ? [] : [{ name, vlanId }])),
      })),
  };
}
