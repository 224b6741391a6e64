/** Clusters of Kubernetes as orders and runs name them: a connection of the home, or a kubeconfig that was given for one order. */
import type { Call } from '../../api/context.ts';
import type { ClusterChoice, KeptCluster } from '../../contract/cluster-choice.ts';
import { AppError } from '../../contract/errors.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';
import type { Services } from '../open-home.ts';
import { requireOrdered } from './allowed-needs.ts';
import { anotherCluster, readClusterIdentity } from './cluster-identity.ts';
import { readContext } from './kubeconfig-file.ts';
import { openContext, type OpenConnection } from './open-connection.ts';

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

type Parts = Pick<Services, 'connections' | 'practice' | 'redactor' | 'clock'>;

/** The practice site writes its own kubeconfig, and nothing in it is anybody else's to allow. */
async function openUnkept(
  cluster: Exclude<KeptCluster, { kind: 'connection' }>,
  { practice, redactor, clock }: Omit<Parts, 'connections'>,
  signal: AbortSignal,
): Promise<OpenConnection> {
  if (cluster.kind === 'practice') {
    const { kubeconfig } = await practice.kubernetes(cluster.url);
    const context = await readContext({ path: kubeconfig }, null);
    return openContext(context, { redactor, clock, isAllowed: ({ need }) => need.kind === 'files' }, signal);
  }
  const context = await readContext({ path: cluster.path }, cluster.context);
  const digests = new Set(cluster.allowed);
  return openContext(context, { redactor, clock, isAllowed: ({ digest }) => digests.has(digest) }, signal);
}

export function createClusters(parts: Parts): Clusters {
  const { connections, practice } = parts;

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
        case 'practice':
          if (choice.faults !== undefined) {
            await practice.orderFaults(choice.faults);
          }
          return { kind: 'practice', url: choice.url };
        case 'default':
          return { kind: 'connection', name: await defaultName() };
        case 'connection':
          return { kind: 'connection', name: connections.kept(choice.name).name };
        case 'kubeconfig': {
          const path = grants.resolve('read', choice.file);
          const context = await readContext({ path }, choice.context ?? null);
          const allowed = await requireOrdered(context, { allow: choice.allow, approved: [] });
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
      const opened = isKept
        ? await connections.open(cluster.name, signal)
        : await openUnkept(cluster, parts, signal);
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
          isPractice: isKept
            ? connections.kept(cluster.name).kind === 'practice'
            : cluster.kind === 'practice',
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
