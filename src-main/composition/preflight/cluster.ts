import type { PairingRow, PreflightItem } from '../../contract/configure.ts';
import { pairHosts } from '../../engines/configure/index.ts';
import type { ScannedHost } from '../../engines/configure/ports.ts';
import { asking, looking, notLookedAt } from './looking.ts';
import type { Sight } from './looking.ts';
import type { Scene } from './scene.ts';

/** Whether the cluster says of itself that it is deployed. */
export function deployedItem({ site, signal }: Scene): Promise<PreflightItem> {
  const { cluster } = site;
  return looking({ code: 'deployed', subject: cluster.baseUrl }, signal, async () => {
    const { isDeployed, platform } = await cluster.verifyDeployed({ signal });
    if (!isDeployed) {
      const message = {
        zh: `${cluster.baseUrl} 的集群尚未部署，无法配置；请先完成部署。`,
        en: `The cluster at ${cluster.baseUrl} is not deployed and cannot be configured yet. Finish the deployment first.`,
      };
      return { verdict: 'error', message };
    }
    const message = {
      zh: `${cluster.baseUrl} 的集群已部署${platform === null ? '' : `（${platform}）`}。`,
      en: `The cluster at ${cluster.baseUrl} is deployed${platform === null ? '' : ` (${platform})`}.`,
    };
    return { verdict: 'ok', message, facts: { platform } };
  });
}

/** A planned host and the scanned one that it is. */
export interface Pair {
  readonly name: string;
  readonly scanned: ScannedHost;
}

export interface Pairing {
  readonly items: readonly PreflightItem[];
  readonly pairs: readonly Pair[];
}

const code = 'host-mismatch';

function openItem(row: PairingRow, scannedCount: number): PreflightItem {
  const facts = { uuid: row.uuid, hostname: row.hostname, serial: row.serial, agreeing: row.agreeing };
  const looked = { code, subject: row.planned };
  if (row.verdict === 'missing') {
    const message = {
      zh: `扫描到的 ${scannedCount} 台主机中没有规划表里的 ${row.planned}；请核对其主机名、S/N 和管理地址，以及主机是否已开机。`,
      en: `Host ${row.planned} in the workbook is not among the ${scannedCount} scanned hosts. Check its hostname, S/N and management IP, and that it is powered on.`,
    };
    return { ...looked, verdict: 'error', message, facts };
  }
  const message = {
    zh: `规划表中的 ${row.planned} 可对应多台扫描到的主机（例如 ${row.hostname ?? row.uuid ?? ''}）；请核对 S/N、主机名和地址，执行时须确认配对。`,
    en: `Host ${row.planned} in the workbook matches more than one scanned host (for example ${row.hostname ?? row.uuid ?? ''}). Check the S/N, hostname and addresses; you confirm the pairing during the run.`,
  };
  return { ...looked, verdict: 'warning', message, facts };
}

function pairItems(scene: Scene, scanned: readonly ScannedHost[]): Pairing {
  const rows = pairHosts(scene.plan, scanned);
  const pairs = rows.flatMap(({ planned, uuid, verdict }): Pair[] => {
    const host = scanned.find((one) => one.uuid === uuid);
    return verdict === 'paired' && host !== undefined ? [{ name: planned, scanned: host }] : [];
  });
  const open = rows.filter(({ verdict }) => verdict !== 'paired');
  if (open.length > 0) return { items: open.map((row) => openItem(row, scanned.length)), pairs };
  const message = {
    zh: `规划表中的 ${rows.length} 台主机与扫描结果一一对应。`,
    en: `All ${rows.length} hosts in the workbook match scanned hosts one to one.`,
  };
  const facts = { pairs: pairs.map(({ name, scanned: { uuid } }) => ({ name, uuid })) };
  const item = { code, subject: scene.site.cluster.baseUrl, verdict: 'ok', message, facts } as const;
  return { items: [item], pairs };
}

/** Why no host was scanned. Where it was for want of a session, that is said with what to do about it. */
function unscanned({ site, token }: Scene, sight: Sight | null): PreflightItem {
  const { baseUrl } = site.cluster;
  const looked = { code, subject: baseUrl };
  if (sight === null) {
    const message = {
      zh: `${baseUrl} 没有扫描到任何主机；请确认主机已开机，且接入的网络正确，然后重新检查。`,
      en: `${baseUrl} found no hosts. Check that they are powered on and that this is the right network, then check again.`,
    };
    return { ...looked, verdict: 'error', message };
  }
  if (sight.verdict !== 'unknown' || token !== null) return { ...looked, ...sight };
  return notLookedAt(looked, {
    zh: `${baseUrl} 的主机扫描要登录后才能读取，现场检查不登录集群；请提供集群令牌后重新检查。`,
    en: `${baseUrl} requires login for a host scan, and the site check does not log in to the cluster. Provide a cluster token, then check again.`,
  });
}

/** The sheet's hosts against the scanned ones, a line for each that is not clear. */
export async function lookAtPairing(scene: Scene): Promise<Pairing> {
  const { site, signal } = scene;
  const asked = await asking(signal, () => site.cluster.scanHosts({ signal }));
  if (asked.kind === 'failed') return { items: [unscanned(scene, asked.sight)], pairs: [] };
  if (asked.value.length === 0) return { items: [unscanned(scene, null)], pairs: [] };
  return pairItems(scene, asked.value);
}
