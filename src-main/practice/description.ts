import { isLocked, readAccounts } from './accounts.ts';
import { readCluster, readHosts, readOperator } from './hosts.ts';
import { readIpmi } from './ipmi.ts';
import { readRoot } from './sessions.ts';
import { readSettings } from './settings.ts';
import { hostKeyFingerprint } from './host-key.ts';
import { missingChunks, readImages } from './svt-images.ts';
import { readSwitches } from './vds.ts';
import { readVlans } from './vlans.ts';
import type { PracticeWorld } from './world.ts';

/** Where a running site can be reached. */
export interface PracticeAddresses {
  readonly url: string;
  readonly journalUrl: string;
  readonly host: string;
  /** SHA-256, upper-case hex with colons; null over http. */
  readonly tlsFingerprint: string | null;
  sshPort(hostUuid: string): number;
  kubernetes(): KubernetesAddress | null;
}

/** Where the practice Kubernetes answers, and the path of the kubeconfig that leads there. */
export interface KubernetesAddress {
  readonly server: string;
  readonly kubeconfig: string;
}

export interface PracticeHost {
  readonly number: number;
  readonly name: string;
  readonly uuid: string;
  readonly serial: string;
  /** The sheet's addresses, which this host answers for. */
  readonly managementIp: string;
  readonly storageIp: string | null;
  readonly bmcAddress: string | null;
  /** Where its SSH really listens. */
  readonly host: string;
  readonly port: number;
  /** `SHA256:…`; the host's own key, also while a fault makes it present another. */
  readonly hostKey: string;
  readonly accounts: readonly {
    readonly user: string;
    /** The password the site made up; null once somebody changed it, because then only its hash is kept. */
    readonly password: string | null;
    readonly changes: number;
    readonly locked: boolean;
  }[];
}

/** What `GET /practice/site` answers. */
export interface PracticeDescription {
  readonly practice: true;
  /** `username` and `password` belong to the site's own administrator and are always good for a login. */
  readonly smartx: { readonly url: string; readonly username: string; readonly password: string };
  readonly tlsFingerprint: string | null;
  readonly journal: string;
  /** Null while nobody has asked for it. */
  readonly kubernetes: KubernetesAddress | null;
  readonly chunkSizeBytes: number;
  readonly faults: readonly string[];
  readonly cluster: {
    readonly name: string | null;
    readonly plannedVip: string | null;
    readonly version: string;
    readonly serial: string;
  } | null;
  readonly hosts: readonly PracticeHost[];
}

export function describeSite(world: PracticeWorld, addresses: PracticeAddresses): PracticeDescription {
  return {
    practice: true,
    smartx: { url: addresses.url, ...readOperator(world) },
    tlsFingerprint: addresses.tlsFingerprint,
    journal: addresses.journalUrl,
    kubernetes: addresses.kubernetes(),
    chunkSizeBytes: world.chunkSizeBytes,
    faults: world.faults.specs(),
    cluster: readCluster(world),
    hosts: readHosts(world).map((host) => ({
      number: host.number,
      name: host.name,
      uuid: host.uuid,
      serial: host.serial,
      managementIp: host.managementIp,
      storageIp: host.storageIp,
      bmcAddress: host.bmcAddress,
      host: addresses.host,
      port: addresses.sshPort(host.uuid),
      hostKey: hostKeyFingerprint(host.sshKey),
      accounts: readAccounts(world, host.uuid).map((account) => ({
        user: account.user,
        password: account.madeUp,
        changes: account.changes,
        locked: isLocked(world, account),
      })),
    })),
  };
}

/** What has become of the site, by names only: equal for two sites that were configured alike. */
export interface PracticeState {
  readonly cluster: string | null;
  readonly root: string | null;
  readonly vip: string | null;
  readonly dns: readonly string[];
  readonly ntp: { readonly mode: string; readonly servers: readonly string[] };
  readonly ipmi: readonly { readonly node: string; readonly address: string; readonly user: string }[];
  readonly switches: readonly {
    readonly name: string;
    readonly bondMode: string;
    readonly hosts: readonly {
      readonly host: string;
      readonly nics: readonly string[];
      readonly dataIp: string | null;
    }[];
    readonly vlans: readonly { readonly name: string; readonly vlanId: number }[];
  }[];
  readonly images: readonly {
    readonly name: string;
    readonly sizeBytes: number;
    readonly missingChunks: number;
  }[];
  readonly accounts: readonly {
    readonly host: string;
    readonly user: string;
    /** The password is no longer the one the site made up. */
    readonly changed: boolean;
    readonly locked: boolean;
  }[];
}

export function readState(world: PracticeWorld): PracticeState {
  const hosts = readHosts(world);
  const hostName = (uuid: string): string => hosts.find((host) => host.uuid === uuid)?.name ?? uuid;
  const settings = readSettings(world);
  return {
    cluster: readCluster(world)?.name ?? null,
    root: readRoot(world)?.username ?? null,
    vip: settings.management_vip,
    dns: settings.dns_servers,
    ntp: { mode: settings.ntp_mode, servers: settings.ntp_servers },
    ipmi: readIpmi(world).map(({ nodeName, host, user }) => ({ node: nodeName, address: host, user })),
    switches: readSwitches(world).map((row) => ({
      name: row.name,
      bondMode: row.bondMode,
      hosts: row.hosts.map((host) => ({
        host: hostName(host.host_uuid),
        nics: host.nics_associated,
        dataIp: host.data_ip,
      })),
      vlans: readVlans(world, row.uuid).map(({ name, vlanId }) => ({ name, vlanId })),
    })),
    images: readImages(world).map((image) => ({
      name: image.name,
      sizeBytes: image.sizeBytes,
      missingChunks: missingChunks(world, image).length,
    })),
    accounts: hosts.flatMap((host) =>
      readAccounts(world, host.uuid).map((account) => ({
        host: host.name,
        user: account.user,
        changed: account.madeUp === null,
        locked: isLocked(world, account),
      })),
    ),
  };
}
