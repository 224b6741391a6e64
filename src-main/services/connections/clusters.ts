/** Clusters of Kubernetes as orders and runs name them: a connection of the home, or a kubeconfig that was given for one order. */
import type { Call } from '../../api/context.ts';
import type { ClusterChoice, KeptCluster } from '../../contract/cluster-choice.ts';
import { AppError } from '../../contract/errors.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';
import type { Services } from '../open-home.ts';
import { requireOrdered } from './allowed-needs.ts';
import { anotherCluster, isAnother, readClusterIdentity } from './cluster-identity.ts';
import { readContext } from './kubeconfig-file.ts';
import { openContext, type OpenConnection } from './open-connection.ts';

/** A cluster whose API can be called. Whoever opens it closes its API. */
export interface OpenCluster {
  /** Of the connection, or of the context. */
  readonly name: string;
  readonly api: KubernetesApi;
  /** The namespace of the context. */
  readonly namespace: string;
  /** What is worked in where the whole cluster may not be listed; never empty. */
  readonly namespaces: readonly string[];
  readonly isPractice: boolean;
  /** What tells it from any other; null where that may not be read. */
  readonly identity: string | null;
}

export interface Clusters {
  /** What a run keeps of a choice. Throws CONNECTION_NOT_FOUND, KUBECONFIG_NOT_ALLOWED, and USAGE where there is no default. */
  keep(choice: ClusterChoice, call: Pick<Call, 'grants'>): Promise<KeptCluster>;
  /** IDENTITY_MISMATCH where a connection leads to another cluster than it did. */
  open(cluster: KeptCluster, signal: AbortSignal): Promise<OpenCluster>;
  /** Opens what is chosen for one piece of work. */
  within<T>(
    choice: ClusterChoice,
    call: Pick<Call, 'grants' | 'signal'>,
    work: (opened: OpenCluster, kept: KeptCluster) => Promise<T>,
  ): Promise<T>;
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
  const { connections } = parts;

  async function open(cluster: KeptCluster, signal: AbortSignal): Promise<OpenCluster> {
    const kept = cluster.kind === 'connection' ? connections.kept(cluster.name) : null;
    const opened =
      cluster.kind === 'connection'
        ? await connections.open(cluster.name, signal)
        : await openUnkept(cluster, parts, signal);
    const { api, access, context, namespaces } = opened;
    const name = kept?.name ?? context.name;
    try {
      const identity = await readClusterIdentity(
        api,
        { namespace: context.namespace, certificateAuthority: access.certificateAuthority },
        signal,
      );
      if (isAnother(kept?.identity ?? null, identity)) {
        throw anotherCluster(name);
      }
      return {
        name,
        api,
        namespace: context.namespace,
        namespaces,
        isPractice: (kept ?? cluster).kind === 'practice',
        identity: identity?.value ?? null,
      };
    } catch (thrown) {
      await api.close();
      throw thrown;
    }
  }

  const keep: Clusters['keep'] = (choice, call) => keptOf(choice, parts, call);

  return {
    keep,
    open,
    async within(choice, call, work) {
      const kept = await keep(choice, call);
      const opened = await open(kept, call.signal);
      try {
        return await work(opened, kept);
      } finally {
        await opened.api.close();
      }
    },
  };
}

async function keptOf(
  choice: ClusterChoice,
  { connections, practice }: Pick<Parts, 'connections' | 'practice'>,
  { grants }: Pick<Call, 'grants'>,
): Promise<KeptCluster> {
  switch (choice.kind) {
    case 'practice':
      if (choice.faults !== undefined) {
        await practice.orderFaults(choice.faults);
      }
      return { kind: 'practice', url: choice.url };
    case 'default': {
      const found = connections.list().find(({ isDefault }) => isDefault);
      if (found === undefined) {
        throw noDefault();
      }
      return { kind: 'connection', name: found.name };
    }
    case 'connection':
      return { kind: 'connection', name: connections.kept(choice.name).name };
    case 'kubeconfig': {
      const path = grants.resolve('read', choice.file);
      const context = await readContext({ path }, choice.context ?? null);
      const seen = await requireOrdered(context, { allow: choice.allow, approved: [] });
      const allowed = seen.map(({ digest }) => digest);
      return { kind: 'kubeconfig', path, context: context.name, allowed };
    }
  }
}

const noDefault = (): AppError =>
  new AppError('USAGE', {
    zh: '没有默认连接：请用 --connection 指定连接，或用 --kubeconfig 指定文件；「connections list」列出已有的连接。',
    en: 'There is no default connection. Name one with --connection or a file with --kubeconfig; "connections list" lists the connections there are.',
  });
