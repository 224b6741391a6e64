import { counted } from '../../../contract/counted.ts';
import type { PreflightItem } from '../../../contract/preflight.ts';
import type { PlannedSwitch } from '../../../contract/site-plan.ts';
import type { Text } from '../../../contract/text.ts';
import { allOf, selectSteps, switchDifferences } from '../../../engines/configure/index.ts';
import type { Vds } from '../../../engines/configure/ports.ts';
import type { Pair } from './cluster.ts';
import { asking, notLookedAt, type Sight } from './looking.ts';
import type { Scene } from './scene.ts';

const nicCode = 'nic-absent';
const vdsCode = 'vds-differs';

/** Names of the switches that the run would make. */
function createdSwitches({ input }: Scene): ReadonlySet<string> {
  const { steps, withheld } = selectSteps(input);
  const keys = new Set(steps.map(({ key }) => key).filter((key) => !withheld.has(key)));
  const { switches } = input.plan.network;
  return new Set(switches.filter(({ name }) => keys.has(`vds:${name}`)).map(({ name }) => name));
}

/** Null for a host that has every port. */
function absentItem(
  pair: Pair,
  switches: readonly PlannedSwitch[],
  created: ReadonlySet<string>,
): PreflightItem | null {
  const { name, scanned } = pair;
  const looked = { code: nicCode, subject: name };
  if (scanned.nics.length === 0) {
    const message = {
      zh: `扫描结果没有给出主机 ${name} 的网口，无法与规划表核对；请在主机上核对。`,
      en: `The scan does not list the ports of host ${name}, so they cannot be compared with the workbook. Check them on the host.`,
    };
    return notLookedAt(looked, message);
  }
  const short = switches
    .map((vds) => ({ vds: vds.name, nics: vds.nics.filter((nic) => !scanned.nics.includes(nic)) }))
    .filter(({ nics }) => nics.length > 0);
  if (short.length === 0) {
    return null;
  }
  const absent = short.map(({ vds, nics }) => `${nics.join(', ')} (${vds})`).join('; ');
  const message = {
    zh: `主机 ${name} 没有规划表中的网口 ${absent}，实际有 ${scanned.nics.join(', ')}；请核对连线表，修改规划表中的主机端口。`,
    en: `Host ${name} does not have port ${absent} from the workbook; it has ${scanned.nics.join(', ')}. Check the wiring sheet and correct the host ports in the workbook.`,
  };
  // Ports of a switch that is there already, or that nobody makes, stop nothing.
  const verdict = short.some(({ vds }) => created.has(vds)) ? 'error' : 'warning';
  return { ...looked, verdict, message, facts: { absent: short, present: [...scanned.nics] } };
}

/** The ports that the sheet plans for its switches against those that the scanned hosts have. */
export function nicItems(scene: Scene, pairs: readonly Pair[]): readonly PreflightItem[] {
  const looked = { code: nicCode, subject: scene.site.cluster.baseUrl };
  if (pairs.length === 0) {
    const message = {
      zh: '没有已配对的主机，无法核对网口；请先解决主机扫描和配对的问题。',
      en: 'No host is paired, so ports cannot be checked. Fix the host scan and pairing first.',
    };
    return [notLookedAt(looked, message)];
  }
  const created = createdSwitches(scene);
  const items = pairs.flatMap((pair) => absentItem(pair, scene.plan.network.switches, created) ?? []);
  if (items.length > 0) {
    return items;
  }
  const message = {
    zh: `${pairs.length} 台主机都有规划表中的网口。`,
    en: `The ports in the workbook are present on ${counted(pairs.length, 'host')}.`,
  };
  return [{ ...looked, verdict: 'ok', message }];
}

function differences(there: Vds, planned: PlannedSwitch, pairs: readonly Pair[]): Text[] {
  const hosts = pairs.map(({ scanned }) => ({ hostUuid: scanned.uuid, nics: planned.nics }));
  const nameOf = (uuid: string): string => pairs.find(({ scanned }) => scanned.uuid === uuid)?.name ?? uuid;
  return switchDifferences(there, { bondMode: planned.bondMode ?? 'active-backup', hosts }, nameOf);
}

function comparedSight(planned: PlannedSwitch, all: readonly Vds[], pairs: readonly Pair[]): Sight {
  const there = all.find(({ name }) => name === planned.name);
  if (there === undefined) {
    const message = {
      zh: `集群上没有名为 ${planned.name} 的虚拟交换机，可以创建。`,
      en: `The cluster has no virtual switch ${planned.name} yet; it can be created.`,
    };
    return { verdict: 'ok', message };
  }
  const facts = { uuid: there.uuid };
  const found = differences(there, planned, pairs);
  if (found.length === 0) {
    const message = {
      zh: `虚拟交换机 ${planned.name} 已存在，与规划一致。`,
      en: `Virtual switch ${planned.name} exists and matches the plan.`,
    };
    return { verdict: 'ok', message, facts };
  }
  const { zh, en } = allOf(found);
  const message = {
    zh: `虚拟交换机 ${planned.name} 已存在，但与规划不同：${zh}；请采用现有，或在规划表中改名。`,
    en: `Virtual switch ${planned.name} exists but differs from the plan: ${en}. Use the existing switch, or rename it in the workbook.`,
  };
  return { verdict: 'warning', message, facts };
}

/** The switches that the run would make against those of the same name; only a session can read them. */
export async function switchItems(scene: Scene, pairs: readonly Pair[]): Promise<readonly PreflightItem[]> {
  const { plan, input, site, signal, token } = scene;
  const created = createdSwitches(scene);
  const planned = plan.network.switches.filter((_, index) =>
    created.has(input.plan.network.switches[index]?.name ?? ''),
  );
  if (planned.length === 0) {
    return [];
  }
  if (token === null) {
    const message = {
      zh: '集群上的虚拟交换机要登录后才能读取，现场检查不登录集群；提供集群令牌后可以核对。',
      en: 'Virtual switches on the cluster can only be read after login, and the site check does not log in to the cluster. Provide a cluster token to check them.',
    };
    return planned.map(({ name }) => ({
      ...notLookedAt({ code: vdsCode, subject: name }, message),
      wants: 'token',
    }));
  }
  const asked = await asking(signal, () => site.cluster.listVds({ signal }));
  return planned.map((one) => ({
    code: vdsCode,
    subject: one.name,
    ...(asked.kind === 'answer' ? comparedSight(one, asked.value, pairs) : asked.sight),
  }));
}
