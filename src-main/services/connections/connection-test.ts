import type { KeptConnection } from '../../adapters/sqlite/connections.ts';
import type { ConnectionTest } from '../../contract/connections.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';
import { anotherCluster, readClusterIdentity } from './cluster-identity.ts';
import type { OpenConnection } from './open-connection.ts';
import { problemOf } from './kubeconfig-file.ts';

type Rights = ConnectionTest['rights'];

/** What the engines ask of a cluster; a person sees at once which of it is missing. */
const neededRights: readonly { readonly verb: string; readonly group: string; readonly resource: string }[] =
  [
    ...['deployments', 'daemonsets', 'statefulsets'].flatMap((resource) =>
      ['list', 'watch', 'patch'].map((verb) => ({ verb, group: 'apps', resource })),
    ),
    { verb: 'list', group: '', resource: 'pods' },
    { verb: 'list', group: '', resource: 'events' },
  ];

/** Connects, and says what was found; only reads. What goes wrong is part of what was found. */
export async function testConnection(
  kept: KeptConnection,
  open: (signal: AbortSignal) => Promise<OpenConnection>,
  signal: AbortSignal,
): Promise<ConnectionTest> {
  let opened: OpenConnection | null = null;
  try {
    opened = await open(signal);
    const { api, access, context } = opened;
    const version = await api.version({ signal });
    const { certificateAuthority } = access;
    const identity = await readClusterIdentity(
      api,
      { namespace: context.namespace, certificateAuthority },
      signal,
    );
    const isAnother = identity !== null && kept.identity !== null && identity.value !== kept.identity.value;
    const problems = isAnother ? [problemOf(anotherCluster(kept.name))] : [];
    const found = { reachable: true, version, rights: await rightsOf(api, signal), problems };
    return identity === null ? found : { ...found, identity };
  } catch (thrown) {
    return { reachable: false, rights: [], problems: [problemOf(thrown)] };
  } finally {
    await opened?.api.close();
  }
}

function rightsOf(api: KubernetesApi, signal: AbortSignal): Promise<Rights> {
  return Promise.all(
    neededRights.map(async ({ verb, group, resource }) => ({
      verb,
      resource: group === '' ? resource : `${resource}.${group}`,
      allowed: await api.mayI({ verb, group, resource }, { signal }),
    })),
  );
}
