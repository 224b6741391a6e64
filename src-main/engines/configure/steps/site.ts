import { AppError, isAppError } from '../../../contract/errors.ts';
import type { PairingRow } from '../../../contract/configure.ts';
import type { Json } from '../../../contract/json.ts';
import type { Asked } from '../../../runner/definition.ts';
import { parsePairing, pairHosts } from '../pairing.ts';
import type { ScannedHost } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { askingForKeys, onlyLooks, recheck } from '../world.ts';
import type { SiteContext, SiteStep, SiteWorld } from '../world.ts';
import { needs } from './planning.ts';
import type { Candidate, Planning } from './planning.ts';

/** The scanned hosts as the `scan` step keeps them. */
export function scannedHosts(context: SiteContext): readonly ScannedHost[] {
  const output = context.output('scan');
  return output === null ? [] : (output as unknown as { hosts: ScannedHost[] }).hosts;
}

export interface PairedHost {
  readonly name: string;
  readonly uuid: string;
  readonly nics: readonly string[];
}

/** The paired hosts as the `pairing` step keeps them; in a preview the pairing of that moment. */
export function pairedHosts(context: SiteContext): readonly PairedHost[] {
  const output = context.output('pairing');
  return output === null ? [] : (output as unknown as { hosts: PairedHost[] }).hosts;
}

export function requirePaired(context: SiteContext, hostName: string): PairedHost {
  const host = pairedHosts(context).find(({ name }) => name === hostName);
  if (host === undefined) {
    const text = {
      zh: `主机扫描结果中没有规划表里的主机 ${hostName}，请核对其主机名、序列号和管理地址后重试。`,
      en: `host ${hostName} of the sheet was not found in the host scan; check its name, serial and address, then retry`,
    };
    throw new AppError('HOST_MISMATCH', text, { data: { host: hostName } });
  }
  return host;
}

/** Scans without a session; where the system wants one, with the configured token or an existing administrator. */
export async function scanSite(
  world: SiteWorld,
  signal: AbortSignal,
): Promise<readonly ScannedHost[] | null> {
  try {
    return await world.cluster.scanHosts({ signal });
  } catch (thrown) {
    if (!isAppError(thrown) || (thrown.code !== 'SESSION_EXPIRED' && thrown.code !== 'TOKEN_MISSING'))
      throw thrown;
  }
  if (world.configuredToken() === null) return null;
  return world.session.call(signal, () => world.cluster.scanHosts({ signal }));
}

function connect(): SiteStep {
  return {
    ...onlyLooks,
    ...{
      key: 'connect',
      title: titleOf('connect'),
      group: 'connect',
      dependsOn: [],
      mandatory: true,
      onFailure: 'fail',
    },
    async probe(context) {
      const { fingerprint } = await askingForKeys(context, 'tls', () =>
        context.world.cluster.checkConnection({ signal: context.signal }),
      );
      const { baseUrl } = context.world.cluster;
      const found =
        fingerprint === null
          ? { zh: `${baseUrl} 可访问`, en: `${baseUrl} answers` }
          : {
              zh: `${baseUrl} 可访问，证书指纹 ${fingerprint}`,
              en: `${baseUrl} answers with certificate ${fingerprint}`,
            };
      return { verdict: 'done', found, output: { fingerprint } };
    },
  };
}

function identity(): SiteStep {
  return {
    ...onlyLooks,
    ...{
      key: 'identity',
      title: titleOf('identity'),
      group: 'connect',
      dependsOn: needs('connect'),
      mandatory: true,
      onFailure: 'fail',
    },
    async probe(context) {
      const { world, signal } = context;
      const deployed = await world.cluster.verifyDeployed({ signal });
      if (!deployed.isDeployed) return { verdict: 'blocked', cause: notDeployed(world.cluster.baseUrl) };
      const hosts = await scanSite(world, signal);
      if (hosts === null)
        return {
          verdict: 'done',
          found: {
            zh: '已部署，登录后才能读取主机',
            en: 'deployed; its hosts can only be read with a session',
          },
          output: { uuids: [] },
        };
      const uuids = hosts.map(({ uuid }) => uuid).sort();
      if (uuids.length > 0) context.recordIdentity(uuids);
      const found = { zh: `已部署，${uuids.length} 台主机`, en: `deployed, ${uuids.length} hosts` };
      return { verdict: 'done', found, output: { uuids } };
    },
  };
}

function notDeployed(baseUrl: string): AppError {
  return new AppError('CLUSTER_NOT_DEPLOYED', {
    zh: `集群 ${baseUrl} 尚未部署完成，无法配置，请完成部署后重试。`,
    en: `the cluster at ${baseUrl} is not deployed yet, so it cannot be configured; finish its deployment, then retry`,
  });
}

function scan(): SiteStep {
  return {
    ...onlyLooks,
    ...{
      key: 'scan',
      title: titleOf('scan'),
      group: 'connect',
      dependsOn: needs('identity'),
      mandatory: true,
      onFailure: 'fail',
    },
    async probe(context) {
      const hosts = await scanSite(context.world, context.signal);
      if (hosts === null) {
        throw new AppError('TOKEN_MISSING', {
          zh: '主机扫描需要登录会话，而集群管理员尚未初始化，请用 --token env:NAME 提供令牌后重试。',
          en: 'the host scan needs a session and the administrator is not set up yet; give a token with --token env:NAME, then retry',
        });
      }
      if (hosts.length === 0) {
        throw new AppError('HOST_SCAN_EMPTY', {
          zh: '主机扫描未发现任何主机，请确认主机已开机、接入的网络正确后重试。',
          en: 'the host scan found no host; check that the hosts are powered on and that this is the right network, then retry',
        });
      }
      const uuids = hosts.map(({ uuid }) => uuid).sort();
      context.recordIdentity(uuids);
      const found = { zh: `${hosts.length} 台主机`, en: `${hosts.length} hosts` };
      return { verdict: 'done', found, output: { hosts } as unknown as Json };
    },
  };
}

function whichHosts(open: readonly PairingRow[], scanned: readonly ScannedHost[]): Asked {
  const names = open.map(({ planned }) => planned);
  return {
    reason: 'ask',
    code: 'pairing',
    text: {
      zh: `在扫描到的 ${scanned.length} 台主机中无法确定规划表里的这些主机：${names.join('、')}。请按 name=uuid,name=uuid 的格式给出配对，或修正规划表后重新检查。`,
      en: `These hosts of the sheet cannot be told among the ${scanned.length} scanned ones: ${names.join(', ')}. Give the pairing as name=uuid,name=uuid, or correct the sheet and check again.`,
    },
    choices: [recheck, { id: 'pair', title: { zh: '按填写的配对', en: 'Pair as given' }, needsValue: true }],
  };
}

function pairing({ plan }: Planning): SiteStep {
  return {
    ...onlyLooks,
    ...{
      key: 'pairing',
      title: titleOf('pairing'),
      group: 'connect',
      dependsOn: needs('scan'),
      mandatory: true,
      onFailure: 'fail',
    },
    async probe(context) {
      const hosts = scannedHosts(context);
      const rows = pairHosts(plan, hosts);
      const answer = context.answer('pairing');
      const given =
        answer?.choice === 'pair' && answer.value !== null ? parsePairing(answer.value, plan, hosts) : null;
      const uuidOf = (row: (typeof rows)[number]): string | null =>
        given?.get(row.planned) ?? (row.verdict === 'paired' ? row.uuid : null);
      const chosen = rows.map(uuidOf);
      // A host given for one of the sheet may be another one's already; nothing must be done to it in two names.
      const open = rows.filter((row) => {
        const uuid = uuidOf(row);
        return uuid === null || chosen.indexOf(uuid) !== chosen.lastIndexOf(uuid);
      });
      if (open.length > 0) {
        const facts = { rows, scanned: hosts as unknown as Json };
        return context.ask({ ...whichHosts(open, hosts), facts });
      }
      const paired = rows.map((row) => ({
        name: row.planned,
        uuid: uuidOf(row),
        nics: hosts.find(({ uuid }) => uuid === uuidOf(row))?.nics ?? [],
      }));
      return {
        verdict: 'done',
        found: { zh: `已配对 ${paired.length} 台主机`, en: `${paired.length} hosts paired` },
        output: { hosts: paired, rows } as unknown as Json,
      };
    },
  };
}

/** Steps that only look and that everything else relies on. */
export function siteCandidates(planning: Planning): readonly Candidate[] {
  return [connect, identity, scan, pairing].map((make) => ({ step: make(planning), consumes: [] }));
}
