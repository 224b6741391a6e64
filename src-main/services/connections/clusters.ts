/** Clusters of Kubernetes as orders and runs name them: a connection of the home, or a kubeconfig that was given for one order. */
import { openAccess } from '../../adapters/kubernetes/api-access.ts';
import { openApiConnection, type ApiAccess } from '../../adapters/kubernetes/api-connection.ts';
import { createKubernetesApi } from '../../adapters/kubernetes/api.ts';
import type { Call } from '../../api/context.ts';
import type { ClusterChoice, KeptCluster } from '../../contract/cluster-choice.ts';
import { AppError } from '../../contract/errors.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';
import type { Services } from '../open-home.ts';
import { requireOrdered } from './allowed-needs.ts';
import { anotherCluster, readClusterIdentity } from './cluster-identity.ts';
import { readContext } from './kubeconfig-file.ts';
import type { OpenConnection } from './open-connection.ts';

/** A cluster whose API can be called. Whoever opens it closes its API. */
export interface OpenCluster {
  /** Of the connection, or of the context. */
  readonly name: string;
  readonly api: KubernetesApi;
  /** The namespace of the context. */
  readonly namespace: string;
  readonly isPractice: boolean;
  /** What tells it from any other; null where that may not be read. */
  readonly identity: string | null;
}

export interface Clusters {
  /** What a run keeps of a choice. Throws CONNECTION_NOT_FOUND, KUBECONFIG_NOT_ALLOWED, and USAGE where there is no default. */
  keep(choice: ClusterChoice, call: Pick<Call, 'grants'>): Promise<KeptCluster>;
  /** IDENTITY_MISMATCH where a connection leads to another cluster than it did. */
  open(cluster: KeptCluster, signal: AbortSignal): Promise<OpenCluster>;
}

type Parts = Pick<Services, 'connections' | 'redactor' | 'clock'>;

export function createClusters({ connections, redactor, clock }: Parts): Clusters {
  async function openFile(
    { path, context: name, allowed }: Extract<KeptCluster, { kind: 'kubeconfig' }>,
    signal: AbortSignal,
  ): Promise<OpenConnection> {
    const context = await readContext(path, name);
    const digests = new Set(allowed);
    const access: ApiAccess = await openAccess(
      context,
      {
        platform: process.platform,
        env: process.env,
        now: () => clock.now(),
        redact: (secret) => redactor.add(secret),
        isAllowed: ({ digest }) => digests.has(digest),
      },
      signal,
    );
    return { api: createKubernetesApi(openApiConnection(access)), access, context };
  }

  async function defaultName(): Promise<string> {
    const found = connections.list().find(({ isDefault }) => isDefault);
    if (found === undefined) {
      throw noDefault();
    }
    return found.name;
  }

  return {
    async keep(choice, { grants }) {
      switch (choice.kind) {
        case 'default':
          return { kind: 'connection', name: await defaultName() };
        case 'connection':
          return { kind: 'connection', name: connections.kept(choice.name).name };
        case 'kubeconfig': {
          const path = grants.resolve('read', choice.file);
          const context = await readContext(path, choice.context ?? null);
          const allowed = await requireOrdered(context, choice);
          return {
            kind: 'kubeconfig',
            path,
            context: context.name,
            allowed: allowed.map(({ digest }) => digest),
          };
        }
      }
    },
    async open(cluster, signal) {
      const isKept = cluster.kind === 'connection';
      const opened = isKept ? await connections.open(cluster.name, signal) : await openFile(cluster, signal);
      const { api, access, context } = opened;
      try {
        const identity = await readClusterIdentity(
          api,
          { namespace: context.namespace, certificateAuthority: access.certificateAuthority },
          signal,
        );
        const before = isKept ? connections.kept(cluster.name).identity : null;
        if (identity !== null && before !== null && identity.value !== before.value) {
          throw anotherCluster(isKept ? cluster.name : context.name);
        }
        return {
          name: isKept ? cluster.name : context.name,
          api,
          namespace: context.namespace,
          isPractice: isKept && connections.isPractice(cluster.name),
          identity: identity?.value ?? null,
        };
      } catch (thrown) {
        await api.close();
        throw thrown;
      }
    },
  };
}

const noDefault = (): AppError =>
  new AppError('USAGE', {
    zh: '没有默认连接：请用 --connection 指定连接，或用 --kubeconfig 指定文件；「connections list」列出已有的连接。',
    en: 'There is no default connection. Name one with --connection or a file with --kubeconfig; "connections list" lists the connections there are.',
  });
