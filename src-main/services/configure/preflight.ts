import { networkInterfaces } from 'node:os';
import type { PreflightItem } from '../../contract/preflight.ts';
import { type ConfigureInput, effectivePlan } from '../../engines/configure/index.ts';
import { clockItem } from './preflight/clock.ts';
import { deployedItem, lookAtPairing } from './preflight/cluster.ts';
import { lookAtConnection, nodeCertificates, type Connection } from './preflight/connection.ts';
import { hostItems } from './preflight/hosts.ts';
import { isoItem } from './preflight/iso-checksum.ts';
import { laptopInPractice, laptopItem, managementSubnet } from './preflight/laptop.ts';
import { loginItems, loginsNotTried } from './preflight/logins.ts';
import { notLookedAt } from './preflight/looking.ts';
import { nicItems, switchItems } from './preflight/networks.ts';
import { isPractice, type Scene } from './preflight/scene.ts';
import { serverItems, serversInPractice } from './preflight/time-and-names.ts';
import { blockedItem, errorAt, partServers } from './preflight/sheet-errors.ts';
import { vipCode, vipItem } from './preflight/vip.ts';
import { openSite } from './open-site.ts';
import type { ConfigureServices } from './configure-services.ts';

export interface PreflightOrder {
  readonly input: ConfigureInput;
  /** A person asked for one login to each host account. */
  readonly tryLogins: boolean;
}

/** What only the cluster's own answers tell; nothing is asked before its certificate was accepted. */
async function clusterItems(
  scene: Scene,
  { isReached, isUsable }: Connection,
): Promise<readonly PreflightItem[]> {
  const { site, signal } = scene;
  const { baseUrl } = site.cluster;
  if (!isUsable) {
    const because = isReached
      ? {
          zh: `${baseUrl} 的证书尚未接受，没有查询集群；核对指纹并接受后重新检查。`,
          en: `The certificate of ${baseUrl} is not accepted yet, so the cluster was not queried. Compare and accept the fingerprint, then check again.`,
        }
      : {
          zh: `无法连接 ${baseUrl}，没有查询集群；请先解决连接问题，再重新检查。`,
          en: `${baseUrl} is unreachable, so the cluster was not queried. Fix the connection, then check again.`,
        };
    const codes = ['clock-skew', 'deployed', 'host-mismatch', 'nic-absent', 'vds-differs'];
    return codes.map((code) => notLookedAt({ code, subject: baseUrl }, because));
  }
  const clock = await clockItem(baseUrl, site.looks, signal);
  const deployed = await deployedItem(scene);
  const { items, pairs } = await lookAtPairing(scene);
  return [clock, deployed, ...items, ...nicItems(scene, pairs), ...(await switchItems(scene, pairs))];
}

/** Looks at everything that can go wrong before the first change, in the order in which a person would mend it. */
async function lookAround(scene: Scene, order: PreflightOrder, services: ConfigureServices) {
  const { input, plan, site, signal, token } = scene;
  const subnet = managementSubnet(plan);
  const laptop = isPractice(scene) ? laptopInPractice(subnet) : laptopItem(subnet, networkInterfaces());
  const connection = await lookAtConnection(scene);
  const { isReached, isUsable } = connection;
  const { vip } = plan.cluster;
  const vipError = vip === null ? null : errorAt(scene, 'cluster.vip');
  const servers = partServers(scene);
  const canReadVip = isUsable && token !== null;
  const sheet = services.vault.ofFile(input.workbook.sha256);
  const groups = await Promise.all([
    nodeCertificates(scene),
    clusterItems(scene, connection),
    vipError === null
      ? vipItem({ vip, site, isReached, canReadVip, signal }).then((item) => [item])
      : [blockedItem({ code: vipCode, subject: vip ?? 'VIP' }, vipError)],
    Promise.resolve(servers.blocked),
    isPractice(scene)
      ? serversInPractice(servers.plan)
      : serverItems({ plan: servers.plan, looks: site.looks, isReached, signal }),
    hostItems(scene),
    order.tryLogins ? loginItems(scene, (path) => sheet?.get(path) ?? null) : [loginsNotTried()],
    input.iso === null ? [] : isoItem(input.iso, signal).then((item) => [item]),
  ]);
  return [laptop, ...connection.items, ...groups.flat()];
}

/**
 * The site and this laptop as they are before a run. Sends nothing that changes anything, never logs in to the cluster,
 * and to the hosts only where it was asked for. Throws CANCELED, and what opening the site throws.
 */
export async function runPreflight(
  order: PreflightOrder,
  services: ConfigureServices,
  signal: AbortSignal,
): Promise<readonly PreflightItem[]> {
  const { input } = order;
  const site = await openSite({ input, isLook: true }, services, () => undefined);
  try {
    const token = services.vault.given(input.orderId, 'token');
    site.cluster.useToken(token);
    return await lookAround({ input, plan: effectivePlan(input), site, token, signal }, order, services);
  } finally {
    await site.release();
  }
}
