import { AppError, isAppError } from '../../../contract/errors.ts';
import type { Json } from '../../../contract/json.ts';
import { parsePairing, pairHosts } from '../pairing.ts';
import type { ScannedHost } from '../ports.ts';
import { titleOf } from '../titles.ts';
import { askingForKeys, onlyLooks } from '../world.ts';
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
    throw new AppError(
      'HOST_MISMATCH',
      `host ${hostName} of the sheet was not found in the host scan; check its name, serial and address, then retry`,
      {
        data: { host: hostName },
      },
    );
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

function connect({ input }: Planning): SiteStep {
  return {
    ...onlyLooks,
    ...{
      key: 'connect',
      title: titleOf('connect', input.language),
      group: 'connect',
      dependsOn: [],
      mandatory: true,
      onFailure: 'fail',
    },
    async probe(context) {
      const { fingerprint } = await askingForKeys(context, 'tls', () =>
        context.world.cluster.checkConnection({ signal: context.signal }),
      );
      const found = `${context.world.cluster.baseUrl} answers${fingerprint === null ? '' : ` with certificate ${fingerprint}`}`;
      return { verdict: 'done', found, output: { fingerprint } };
    },
  };
}

function identity({ input }: Planning): SiteStep {
  return {
    ...onlyLooks,
    ...{
      key: 'identity',
      title: titleOf('identity', input.language),
      group: 'connect',
      dependsOn: needs('connect'),
      mandatory: true,
      onFailure: 'fail',
    },
    async probe(context) {
      const { world, signal } = context;
      const deployed = await world.cluster.verifyDeployed({ signal });
      if (!deployed.isDeployed) {
        const message = `the cluster at ${world.cluster.baseUrl} is not deployed yet, so it cannot be configured; finish its deployment, then retry`;
        return { verdict: 'blocked', cause: new AppError('CLUSTER_NOT_DEPLOYED', message) };
      }
      const hosts = await scanSite(world, signal);
      if (hosts === null)
        return {
          verdict: 'done',
          found: 'deployed; its hosts can only be read with a session',
          output: { uuids: [] },
        };
      const uuids = hosts.map(({ uuid }) => uuid).sort();
      if (uuids.length > 0) context.recordIdentity(uuids);
      return { verdict: 'done', found: `deployed, ${uuids.length} hosts`, output: { uuids } };
    },
  };
}

function scan({ input }: Planning): SiteStep {
  return {
    ...onlyLooks,
    ...{
      key: 'scan',
      title: titleOf('scan', input.language),
      group: 'connect',
      dependsOn: needs('identity'),
      mandatory: true,
      onFailure: 'fail',
    },
    async probe(context) {
      const hosts = await scanSite(context.world, context.signal);
      if (hosts === null) {
        throw new AppError(
          'TOKEN_MISSING',
          'the host scan needs a session and the administrator is not set up yet; give a token with --token env:NAME, then retry',
        );
      }
      if (hosts.length === 0) {
        throw new AppError(
          'HOST_SCAN_EMPTY',
          'the host scan found no host; check that the hosts are powered on and that this is the right network, then retry',
        );
      }
      const uuids = hosts.map(({ uuid }) => uuid).sort();
      context.recordIdentity(uuids);
      return { verdict: 'done', found: `${hosts.length} hosts`, output: { hosts } as unknown as Json };
    },
  };
}

function pairing({ input, plan }: Planning): SiteStep {
  return {
    ...onlyLooks,
    ...{
      key: 'pairing',
      title: titleOf('pairing', input.language),
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
      const open = rows.filter((row) => uuidOf(row) === null);
      if (open.length > 0) {
        return context.ask({
          reason: 'ask',
          code: 'pairing',
          text: `These hosts of the sheet cannot be told among the ${hosts.length} scanned ones: ${open.map(({ planned }) => planned).join(', ')}. Give the pairing as name=uuid,name=uuid, or correct the sheet and check again.`,
          facts: { rows: rows, scanned: hosts as unknown as Json },
          choices: [
            { id: 'recheck', title: 'Check again' },
            { id: 'pair', title: 'Pair as given', needsValue: true },
          ],
        });
      }
      const paired = rows.map((row) => ({
        name: row.planned,
        uuid: uuidOf(row),
        nics: hosts.find(({ uuid }) => uuid === uuidOf(row))?.nics ?? [],
      }));
      return {
        verdict: 'done',
        found: `${paired.length} hosts paired`,
        output: { hosts: paired, rows } as unknown as Json,
      };
    },
  };
}

/** Steps that only look and that everything else relies on. */
export function siteCandidates(planning: Planning): readonly Candidate[] {
  return [connect, identity, scan, pairing].map((make) => ({ step: make(planning), consumes: [] }));
}
