import { counted } from '../../../contract/counted.ts';
import { z } from 'zod';
import { AppError, isAppError } from '../../../contract/errors.ts';
import { pairingRowSchema, scannedHostSchema, type PairingRow } from '../../../contract/configure.ts';
import { asking, defineStep, outputOf, questionOf } from '../../../runner/define-step.ts';
import type { Asked } from '../../../runner/definition.ts';
import { parsePairing, pairHosts } from '../pairing.ts';
import type { ScannedHost } from '../ports.ts';
import { titleOf } from '../titles.ts';
import {
  askingForKeys,
  onlyLooks,
  recheck,
  type SiteContext,
  type SiteStep,
  type SiteWorld,
} from '../world.ts';
import { needs, type Candidate, type Planning } from './planning.ts';

const hostsSchema = z.array(scannedHostSchema).readonly();
const rowsSchema = z.array(pairingRowSchema).readonly();
const pairedSchema = z
  .array(z.object({ name: z.string(), uuid: z.string(), nics: z.array(z.string()).readonly() }))
  .readonly();
export type PairedHost = z.output<typeof pairedSchema>[number];

/** Its hosts are null where they can only be read with a session. */
export const scanned = outputOf('scan', z.object({ hosts: hostsSchema.nullable() }));
export const pairing = outputOf('pairing', z.object({ hosts: pairedSchema, rows: rowsSchema }));
/** With the hosts and their pairing where the scan had to wait for the session. */
export const loggedIn = outputOf(
  'session',
  z.object({
    user: z.string(),
    hosts: hostsSchema.exactOptional(),
    paired: pairedSchema.exactOptional(),
    rows: rowsSchema.exactOptional(),
  }),
);

/** Whether the hosts can only be read with a session that nobody could have before the administrator was set up. */
export function isScanDeferred(context: SiteContext): boolean {
  const output = context.output(scanned);
  return output !== null && output.hosts === null;
}

/** The paired hosts as `pairing` keeps them, or `session` where the scan had to wait for it; in a preview those of that moment. */
export function pairedHosts(context: SiteContext): readonly PairedHost[] {
  return isScanDeferred(context)
    ? (context.output(loggedIn)?.paired ?? [])
    : (context.output(pairing)?.hosts ?? []);
}

export function requirePaired(context: SiteContext, hostName: string): PairedHost {
  const host = pairedHosts(context).find(({ name }) => name === hostName);
  if (host === undefined) {
    const text = {
      zh: `主机扫描结果中没有规划表里的主机 ${hostName}，请核对其主机名、序列号和管理地址后重试。`,
      en: `Host ${hostName} in the workbook was not found by the host scan. Check its hostname, serial and management IP, then retry.`,
    };
    throw new AppError('HOST_MISMATCH', text, { data: { host: hostName } });
  }
  return host;
}

/** Scans without a session; where the system wants one, as the administrator or with the token that was given. Null: nobody can log in yet. */
export async function scanSite(
  world: SiteWorld,
  signal: AbortSignal,
): Promise<readonly ScannedHost[] | null> {
  try {
    return await world.cluster.scanHosts({ signal });
  } catch (thrown) {
    if (!isAppError(thrown) || (thrown.code !== 'SESSION_EXPIRED' && thrown.code !== 'TOKEN_MISSING')) {
      throw thrown;
    }
  }
  try {
    return await world.session.call(signal, () => world.cluster.scanHosts({ signal }));
  } catch (thrown) {
    if (isAppError(thrown) && (thrown.code === 'LOGIN_REFUSED' || thrown.code === 'SESSION_EXPIRED')) {
      return null;
    }
    throw thrown;
  }
}

function connect(): SiteStep {
  return defineStep({
    ...onlyLooks,
    key: 'connect',
    output: z.object({ fingerprint: z.string().nullable() }),
    title: titleOf('connect'),
    group: 'connect',
    dependsOn: [],
    mandatory: true,
    onFailure: 'fail',
    async probe(context) {
      const { fingerprint } = await askingForKeys(context, 'tls', () =>
        context.world.cluster.checkConnection({ signal: context.signal }),
      );
      const { baseUrl } = context.world.cluster;
      const found =
        fingerprint === null
          ? { zh: `${baseUrl} 可访问`, en: `${baseUrl} is reachable` }
          : {
              zh: `${baseUrl} 可访问，证书指纹 ${fingerprint}`,
              en: `${baseUrl} is reachable, certificate fingerprint ${fingerprint}`,
            };
      return { verdict: 'done', found, output: { fingerprint } };
    },
  });
}

function identity(): SiteStep {
  return defineStep({
    ...onlyLooks,
    key: 'identity',
    output: z.object({ uuids: z.array(z.string()) }),
    title: titleOf('identity'),
    group: 'connect',
    dependsOn: needs('connect'),
    mandatory: true,
    onFailure: 'fail',
    async probe(context) {
      const { world, signal } = context;
      const deployed = await world.cluster.verifyDeployed({ signal });
      if (!deployed.isDeployed) {
        return { verdict: 'blocked', cause: notDeployed(world.cluster.baseUrl) };
      }
      const hosts = await scanSite(world, signal);
      if (hosts === null) {
        return {
          verdict: 'done',
          found: {
            zh: '已部署，登录后才能读取主机',
            en: 'Deployed; hosts can be read after login',
          },
          output: { uuids: [] },
        };
      }
      const uuids = hosts.map(({ uuid }) => uuid).sort();
      if (uuids.length > 0) {
        context.recordIdentity(uuids);
      }
      const found = {
        zh: `已部署，${uuids.length} 台主机`,
        en: `Deployed, ${counted(uuids.length, 'host')}`,
      };
      return { verdict: 'done', found, output: { uuids } };
    },
  });
}

function notDeployed(baseUrl: string): AppError {
  return new AppError('CLUSTER_NOT_DEPLOYED', {
    zh: `集群 ${baseUrl} 尚未部署完成，无法配置，请完成部署后重试。`,
    en: `The cluster ${baseUrl} is not fully deployed and cannot be configured yet. Finish the deployment, then retry.`,
  });
}

function scan(): SiteStep {
  return defineStep({
    ...onlyLooks,
    ...scanned,
    title: titleOf('scan'),
    group: 'connect',
    dependsOn: needs('identity'),
    mandatory: true,
    onFailure: 'fail',
    async probe(context) {
      const hosts = await scanSite(context.world, context.signal);
      if (hosts === null) {
        const found = {
          zh: '主机要登录后才能扫描，初始化集群管理员后再扫描',
          en: 'Hosts can only be scanned after login; they are scanned after the administrator is set up',
        };
        return { verdict: 'done', found, output: { hosts: null } };
      }
      requireHosts(hosts, context);
      const found = { zh: `${hosts.length} 台主机`, en: counted(hosts.length, 'host') };
      return { verdict: 'done', found, output: { hosts } };
    },
  });
}

function requireHosts(hosts: readonly ScannedHost[], context: SiteContext): void {
  if (hosts.length === 0) {
    throw new AppError('HOST_SCAN_EMPTY', {
      zh: '主机扫描未发现任何主机，请确认主机已开机、接入的网络正确后重试。',
      en: 'The host scan found no hosts. Check that they are powered on and that this is the right network, then retry.',
    });
  }
  context.recordIdentity(hosts.map(({ uuid }) => uuid).sort());
}

type ScannedLater = Pairing & { readonly hosts: readonly ScannedHost[] };

/** The scan that had to wait for a session, with its pairing. Asks as `pairing` does. */
export async function scanAndPair(planning: Planning, context: SiteContext): Promise<ScannedLater> {
  const { world, signal } = context;
  const hosts = await world.session.call(signal, () => world.cluster.scanHosts({ signal }));
  requireHosts(hosts, context);
  return { hosts, ...pairAll(planning, context, hosts) };
}

const whichHosts = questionOf('pairing', z.object({ rows: rowsSchema, scanned: hostsSchema }));

function askWhichHosts(
  open: readonly PairingRow[],
  facts: { readonly rows: readonly PairingRow[]; readonly scanned: readonly ScannedHost[] },
): Asked {
  const names = open.map(({ planned }) => planned);
  const { length } = facts.scanned;
  return asking(whichHosts, {
    reason: 'ask',
    facts,
    text: {
      zh: `规划表中的以下主机无法与扫描到的 ${length} 台主机对应：${names.join('、')}。请按 name=uuid,name=uuid 的格式填写配对，或修正规划表后重新检查。`,
      en: `These hosts in the workbook cannot be matched with the ${length} scanned hosts: ${names.join(', ')}. Enter the pairing as name=uuid,name=uuid, or correct the workbook and check again.`,
    },
    choices: [
      recheck,
      { id: 'pair', title: { zh: '按填写的配对', en: 'Pair as entered' }, needsValue: true },
    ],
  });
}

function pairingStep(planning: Planning): SiteStep {
  return defineStep({
    ...onlyLooks,
    ...pairing,
    title: titleOf('pairing'),
    group: 'connect',
    dependsOn: needs('scan'),
    mandatory: true,
    onFailure: 'fail',
    async probe(context) {
      if (isScanDeferred(context)) {
        const found = { zh: '登录后再配对', en: 'Paired after login' };
        return { verdict: 'done', found, output: { hosts: [], rows: [] } };
      }
      const { paired: hosts, rows } = pairAll(planning, context, context.output(scanned)?.hosts ?? []);
      const { length } = hosts;
      return {
        verdict: 'done',
        found: { zh: `已配对 ${length} 台主机`, en: `${counted(length, 'host')} paired` },
        output: { hosts, rows },
      };
    },
  });
}

interface Pairing {
  readonly paired: readonly PairedHost[];
  readonly rows: readonly PairingRow[];
}

/** Pairs every host of the sheet, or asks: nothing is done to a host that nobody can name. */
function pairAll({ plan }: Planning, context: SiteContext, hosts: readonly ScannedHost[]): Pairing {
  const rows = pairHosts(plan, hosts);
  const answer = context.answer(whichHosts);
  const given =
    answer?.choice === 'pair' && answer.value !== null ? parsePairing(answer.value, plan, hosts) : null;
  const uuidOf = (row: PairingRow): string | null =>
    given?.get(row.planned) ?? (row.verdict === 'paired' ? row.uuid : null);
  const chosen = rows.map(uuidOf);
  // A host given for one of the sheet may be another one's already; nothing must be done to it in two names.
  const open = rows.filter((row) => {
    const uuid = uuidOf(row);
    return uuid === null || chosen.indexOf(uuid) !== chosen.lastIndexOf(uuid);
  });
  if (open.length > 0) {
    return context.ask(askWhichHosts(open, { rows, scanned: hosts }));
  }
  const paired = rows.flatMap((row) => {
    const host = hosts.find(({ uuid }) => uuid === uuidOf(row));
    return host === undefined ? [] : [{ name: row.planned, uuid: host.uuid, nics: host.nics }];
  });
  return { paired, rows };
}

/** Steps that only look and that everything else relies on. */
export function siteCandidates(planning: Planning): readonly Candidate[] {
  const names = planning.plan.hosts.map((_, index) => `hosts[${index}].name`);
  return [
    { step: connect(), consumes: [] },
    { step: identity(), consumes: [] },
    { step: scan(), consumes: [] },
    { step: pairingStep(planning), consumes: [], mentions: names },
  ];
}
