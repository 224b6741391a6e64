import { counted } from '../../../contract/counted.ts';
import type { PairingRow } from '../../../contract/configure.ts';
import type { PreflightItem } from '../../../contract/preflight.ts';
import type { PlannedHost, SitePlan } from '../../../contract/site-plan.ts';
import { verbatim, type Text } from '../../../contract/text.ts';
import { agreeing, pairHosts, type PairingFact } from '../../../engines/configure/index.ts';
import type { ScannedHost } from '../../../engines/configure/ports.ts';
import { asking, looking, notLookedAt, type Sight } from './looking.ts';
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

const factWords: Readonly<Record<PairingFact, Text>> = {
  serial: verbatim('S/N'),
  name: { zh: '主机名', en: 'hostname' },
  address: { zh: '管理地址', en: 'management IP' },
  storage: { zh: '存储地址', en: 'storage IP' },
};

/** One side of a pairing that is not clear, by its name and what agrees: `node-02 (S/N, hostname)`. */
function sided(name: string, facts: readonly PairingFact[]): Text {
  const said = (language: 'zh' | 'en', between: string): string =>
    facts.map((fact) => factWords[fact][language]).join(between);
  return { zh: `${name}（${said('zh', '、')}一致）`, en: `${name} (same ${said('en', ', ')})` };
}

const listed = (sides: readonly Text[]): Text => ({
  zh: sides.map(({ zh }) => zh).join('、'),
  en: sides.map(({ en }) => en).join(', '),
});

/** What makes a pairing unclear: several scanned hosts for the planned one, or several planned ones for the scanned. */
function ambiguity(planned: PlannedHost, plan: SitePlan, scanned: readonly ScannedHost[]): Text {
  const found = scanned.filter((host) => agreeing(planned, host).length > 0);
  const nameOf = ({ hostname, serial, uuid }: ScannedHost): string =>
    [hostname ?? '', serial ?? uuid].filter((part) => part !== '').join(' / ');
  if (found.length > 1) {
    const sides = listed(found.map((host) => sided(nameOf(host), agreeing(planned, host))));
    return {
      zh: `规划表中的 ${planned.name} 可对应 ${found.length} 台扫描到的主机：${sides.zh}。请核对 S/N、主机名和地址，执行时须确认配对。`,
      en: `Host ${planned.name} in the workbook matches ${found.length} scanned hosts: ${sides.en}. Check the S/N, hostname and addresses; you confirm the pairing during the run.`,
    };
  }
  const claims = found.flatMap((host) =>
    plan.hosts.flatMap((one) => {
      const facts = agreeing(one, host);
      return facts.length === 0 ? [] : [sided(one.name, facts)];
    }),
  );
  const name = found.map(nameOf).join(', ');
  const sides = listed(claims);
  return {
    zh: `扫描到的主机 ${name} 对应规划表中的 ${claims.length} 台主机：${sides.zh}。请核对 S/N、主机名和地址，执行时须确认配对。`,
    en: `Scanned host ${name} matches ${claims.length} hosts in the workbook: ${sides.en}. Check the S/N, hostname and addresses; you confirm the pairing during the run.`,
  };
}

function openItem(row: PairingRow, { plan }: Scene, scanned: readonly ScannedHost[]): PreflightItem {
  const facts = { uuid: row.uuid, hostname: row.hostname, serial: row.serial, agreeing: row.agreeing };
  const looked = { code, subject: row.planned };
  const planned = plan.hosts.find(({ name }) => name === row.planned);
  if (row.verdict === 'missing' || planned === undefined) {
    const message = {
      zh: `扫描到的 ${scanned.length} 台主机中没有规划表里的 ${row.planned}；请核对其主机名、S/N 和管理地址，以及主机是否已开机。`,
      en: `Host ${row.planned} in the workbook is not among the ${scanned.length} scanned hosts. Check its hostname, S/N and management IP, and that it is powered on.`,
    };
    return { ...looked, verdict: 'error', message, facts };
  }
  return { ...looked, verdict: 'warning', message: ambiguity(planned, plan, scanned), facts };
}

function pairItems(scene: Scene, scanned: readonly ScannedHost[]): Pairing {
  const rows = pairHosts(scene.plan, scanned);
  const pairs = rows.flatMap(({ planned, uuid, verdict }): Pair[] => {
    const host = scanned.find((one) => one.uuid === uuid);
    return verdict === 'paired' && host !== undefined ? [{ name: planned, scanned: host }] : [];
  });
  const open = rows.filter(({ verdict }) => verdict !== 'paired');
  if (open.length > 0) {
    return { items: open.map((row) => openItem(row, scene, scanned)), pairs };
  }
  const message = {
    zh: `规划表中的 ${rows.length} 台主机与扫描结果一一对应。`,
    en: `${counted(rows.length, 'host')} in the workbook and the scanned hosts match one to one.`,
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
  if (sight.verdict !== 'unknown' || token !== null) {
    return { ...looked, ...sight };
  }
  const message = {
    zh: `${baseUrl} 的主机扫描要登录后才能读取，现场检查不登录集群；请提供集群令牌后重新检查。`,
    en: `${baseUrl} requires login for a host scan, and the site check does not log in to the cluster. Provide a cluster token, then check again.`,
  };
  return { ...notLookedAt(looked, message), wants: 'token' };
}

/** The sheet's hosts against the scanned ones, a line for each that is not clear. */
export async function lookAtPairing(scene: Scene): Promise<Pairing> {
  const { site, signal } = scene;
  const asked = await asking(signal, () => site.cluster.scanHosts({ signal }));
  if (asked.kind === 'failed') {
    return { items: [unscanned(scene, asked.sight)], pairs: [] };
  }
  if (asked.value.length === 0) {
    return { items: [unscanned(scene, null)], pairs: [] };
  }
  return pairItems(scene, asked.value);
}
