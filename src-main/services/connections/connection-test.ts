import type { KeptConnection } from '../../adapters/sqlite/connections.ts';
import type { ConnectionTest } from '../../contract/connections.ts';
import { anotherCluster, isAnother, readClusterIdentity } from './cluster-identity.ts';
import { problemOf } from './kubeconfig-file.ts';
import { readRights } from './needed-rights.ts';
import type { OpenConnection, Opening } from './open-connection.ts';

/** Connects, and says what was found; only reads. What goes wrong is part of what was found. */
export const testConnection = (
  kept: KeptConnection,
  opening: Opening,
  signal: AbortSignal,
): Promise<ConnectionTest> =>
  kept.kind === 'primus' ? testPrimus(kept, opening, signal) : testCluster(kept, opening, signal);

async function testCluster(
  kept: KeptConnection,
  opening: Opening,
  signal: AbortSignal,
): Promise<ConnectionTest> {
  let opened: OpenConnection | null = null;
  try {
    opened = await opening.cluster(kept, signal);
    const { api, access, context, namespaces } = opened;
    const version = await api.version({ signal });
    const { certificateAuthority } = access;
    const place = { namespace: namespaces[0] ?? context.namespace, certificateAuthority };
    const identity = await readClusterIdentity(api, place, signal);
    const problems = isAnother(kept.identity, identity) ? [problemOf(anotherCluster(kept.name))] : [];
    const found = { reachable: true, version, rights: await readRights(api, namespaces, signal), problems };
    return identity === null ? found : { ...found, identity };
  } catch (thrown) {
    return { reachable: false, rights: [], problems: [problemOf(thrown)] };
  } finally {
    await opened?.api.close();
  }
}

/** The API tells neither its version nor what its token may do. */
async function testPrimus(
  kept: KeptConnection,
  opening: Opening,
  signal: AbortSignal,
): Promise<ConnectionTest> {
  try {
    const api = opening.primus(kept);
    try {
      await api.look(signal);
    } finally {
      await api.close();
    }
    return { reachable: true, rights: null, problems: [] };
  } catch (thrown) {
    return { reachable: false, rights: null, problems: [problemOf(thrown)] };
  }
}
