import { networkInterfaces } from 'node:os';
import { BlockList } from 'node:net';
import { localFiles } from '../adapters/files/local-files.ts';
import type { PreflightItem } from '../contract/configure.ts';
import { isAppError, toErrorRecord } from '../contract/errors.ts';
import type { ConfigureInput } from '../engines/configure/index.ts';
import { effectivePlan, pairHosts } from '../engines/configure/index.ts';
import { openSite } from './open-site.ts';
import type { OpenSite } from './open-site.ts';
import type { Services } from './services.ts';

/** One look at the world; what it throws becomes a line instead of ending the others. */
async function looking(
  code: string,
  subject: string,
  look: () => Promise<Omit<PreflightItem, 'code' | 'subject'>>,
): Promise<PreflightItem> {
  try {
    return { code, subject, ...(await look()) };
  } catch (thrown) {
    const { code: error, message, data } = toErrorRecord(thrown);
    const fingerprint = data['fingerprint'];
    const unknownKey = isAppError(thrown) && (error === 'TLS_UNKNOWN' || error === 'SSH_KEY_UNKNOWN');
    const facts = typeof fingerprint === 'string' ? { error, fingerprint } : { error };
    return { code, subject, verdict: unknownKey ? 'warning' : 'error', message, facts };
  }
}

/** Whether this laptop has an address in the management network; on the wrong VLAN nothing else works. */
function laptopItem(subnet: string | null): PreflightItem {
  const addresses = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address),
  );
  const [network, bits] = subnet?.split('/') ?? [];
  const facts = { addresses, subnet };
  if (network === undefined || bits === undefined)
    return {
      code: 'laptop-ip',
      subject: 'laptop',
      verdict: 'unknown',
      message: 'the sheet has no management network to compare with',
      facts,
    };
  const range = new BlockList();
  range.addSubnet(network, Number(bits), 'ipv4');
  const inside = addresses.find((address) => range.check(address, 'ipv4'));
  if (inside !== undefined)
    return {
      code: 'laptop-ip',
      subject: 'laptop',
      verdict: 'ok',
      message: `${inside} is in ${subnet ?? ''}`,
      facts,
    };
  return {
    code: 'laptop-ip',
    subject: 'laptop',
    verdict: 'warning',
    message: `this laptop has no address in ${subnet ?? ''}; check the cable and the VLAN`,
    facts,
  };
}

async function isoItem(input: ConfigureInput, signal: AbortSignal): Promise<PreflightItem[]> {
  const { iso } = input;
  if (iso === null) return [];
  const item = await looking('iso', iso.fileName, async () => {
    const sha256 = await localFiles.sha256(iso.path, { signal });
    return {
      verdict: 'ok',
      message: `${iso.sizeBytes} bytes, SHA-256 ${sha256}; compare it with the vendor's`,
      facts: { sha256, sizeBytes: iso.sizeBytes },
    };
  });
  return [item];
}

async function clusterItems(
  input: ConfigureInput,
  site: OpenSite,
  signal: AbortSignal,
): Promise<PreflightItem[]> {
  const { cluster } = site;
  const connection = await looking('connection', cluster.baseUrl, async () => {
    const { fingerprint } = await cluster.checkConnection({ signal });
    return {
      verdict: 'ok',
      message: fingerprint === null ? 'answers over http' : `answers with certificate ${fingerprint}`,
      facts: { fingerprint },
    };
  });
  if (connection.verdict !== 'ok') return [connection];
  const deployed = await looking('deployed', cluster.baseUrl, async () => {
    const { isDeployed, platform } = await cluster.verifyDeployed({ signal });
    return isDeployed
      ? { verdict: 'ok', message: `deployed${platform === null ? '' : ` (${platform})`}` }
      : { verdict: 'error', message: 'the cluster is not deployed yet' };
  });
  const pairing = await looking('pairing', cluster.baseUrl, async () => {
    const rows = pairHosts(input.plan, await cluster.scanHosts({ signal }));
    const open = rows.filter(({ verdict }) => verdict !== 'paired').map(({ planned }) => planned);
    return open.length === 0
      ? { verdict: 'ok', message: `all ${rows.length} hosts are paired` }
      : { verdict: 'warning', message: `not paired: ${open.join(', ')}`, facts: { open } };
  });
  return [connection, deployed, pairing];
}

/** Looks at everything that can go wrong before the first change. One connection a host, no login: hardened hosts count them. */
export async function runPreflight(
  input: ConfigureInput,
  services: Services,
  signal: AbortSignal,
): Promise<readonly PreflightItem[]> {
  const plan = effectivePlan(input);
  const management = plan.network.switches
    .find(({ role }) => role === 'management')
    ?.networks.find(({ subnet }) => subnet !== null);
  const site = await openSite(input, services, () => undefined);
  try {
    const hosts = plan.hosts.map((host) =>
      looking('host-key', host.name, async () => {
        const fingerprint = await site.hosts.hostKey(host.managementIp, { signal });
        return {
          verdict: 'ok',
          message: `SSH key ${fingerprint}`,
          facts: { address: host.managementIp, fingerprint },
        };
      }),
    );
    const laptop = input.site.kind === 'practice' ? [] : [laptopItem(management?.subnet ?? null)];
    return [
      ...laptop,
      ...(await clusterItems(input, site, signal)),
      ...(await Promise.all(hosts)),
      ...(await isoItem(input, signal)),
    ];
  } finally {
    await site.release();
  }
}
