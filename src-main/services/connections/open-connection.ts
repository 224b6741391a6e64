import { openAccess } from '../../adapters/kubernetes/api-access.ts';
import { openApiConnection, type ApiAccess } from '../../adapters/kubernetes/api-connection.ts';
import { createKubernetesApi } from '../../adapters/kubernetes/api.ts';
import { secretsIn } from '../../adapters/kubernetes/context-secrets.ts';
import type { KubeconfigContext } from '../../adapters/kubernetes/kubeconfig-context.ts';
import { createPrimusApi, type PrimusApi } from '../../adapters/primus/primus-api.ts';
import type { Redactor } from '../../adapters/secrets/redactor.ts';
import type { KeptConnection } from '../../adapters/sqlite/connections.ts';
import type { SiteKeys } from '../../adapters/sqlite/site-keys.ts';
import { AppError } from '../../contract/errors.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';
import type { Clock } from '../../runner/ports.ts';
import type { PracticeSites } from '../practice/practice-sites.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import { readContext, type KubeconfigInput } from './kubeconfig-file.ts';
import { primusRules } from './primus-trust.ts';

export interface OpenConnection {
  readonly api: KubernetesApi;
  readonly access: ApiAccess;
  readonly context: KubeconfigContext;
  /** What is worked in where the whole cluster may not be listed; never empty. */
  readonly namespaces: readonly string[];
}

interface OpeningParts {
  readonly redactor: Pick<Redactor, 'add'>;
  readonly secrets: ConnectionSecrets;
  readonly practice: Pick<PracticeSites, 'kubernetes'>;
  readonly siteKeys: SiteKeys;
  readonly clock: Pick<Clock, 'now'>;
}

export interface Opening {
  /** The API of a cluster, everything that it needs allowed. Whoever opens it closes it. CONNECTION_KIND for another kind. */
  cluster(kept: KeptConnection, signal: AbortSignal): Promise<OpenConnection>;
  /** CONNECTION_KIND for another kind. */
  primus(kept: KeptConnection): PrimusApi;
}

export function createOpening({ redactor, secrets, practice, siteKeys, clock }: OpeningParts): Opening {
  const inputOf = async (kept: KeptConnection): Promise<KubeconfigInput> => {
    if (kept.kind === 'practice') {
      return { path: (await practice.kubernetes(null)).kubeconfig };
    }
    return kept.file === null ? { text: secrets.read(kept) } : { path: kept.file };
  };
  return {
    async cluster(kept, signal) {
      if (kept.kind === 'primus') {
        throw otherKind(kept);
      }
      const context = await readContext(await inputOf(kept), kept.context);
      const digests = new Set(kept.allowed.map(({ digest }) => digest));
      const isAllowed: IsAllowed = ({ need, digest }) => digests.has(digest) || isOurs(kept, need.kind);
      const opened = await openContext(context, { redactor, clock, isAllowed }, signal);
      return kept.namespaces.length === 0 ? opened : { ...opened, namespaces: kept.namespaces };
    },
    primus(kept) {
      if (kept.kind !== 'primus') {
        throw otherKind(kept);
      }
      return createPrimusApi({
        server: kept.server,
        token: secrets.read(kept),
        rules: primusRules(kept, siteKeys),
      });
    },
  };
}

type IsAllowed = Parameters<typeof openAccess>[1]['isAllowed'];

interface ContextParts extends Pick<OpeningParts, 'redactor' | 'clock'> {
  readonly isAllowed: IsAllowed;
}

/** The API that a context leads to, in its own namespace. Whoever opens it closes it. */
export async function openContext(
  context: KubeconfigContext,
  { redactor, clock, isAllowed }: ContextParts,
  signal: AbortSignal,
): Promise<OpenConnection> {
  for (const secret of secretsIn(context)) {
    redactor.add(secret);
  }
  const access = await openAccess(
    context,
    {
      platform: process.platform,
      env: process.env,
      now: () => clock.now(),
      redact: (secret) => redactor.add(secret),
      isAllowed,
    },
    signal,
  );
  const api = createKubernetesApi(openApiConnection(access));
  return { api, access, context, namespaces: [context.namespace] };
}

/** The practice site writes its own kubeconfig, and nothing in it is anybody else's to allow; it has no program to run. */
const isOurs = ({ kind }: KeptConnection, need: string): boolean => kind === 'practice' && need === 'files';

function otherKind({ name, kind }: KeptConnection): AppError {
  const text =
    kind === 'primus'
      ? {
          zh: `连接 ${name} 指向 Primus-SaFE API 服务器，不是 Kubernetes 集群。请选择集群的连接。`,
          en: `Connection ${name} leads to a Primus-SaFE API server, not to a Kubernetes cluster. Choose a connection to a cluster.`,
        }
      : {
          zh: `连接 ${name} 指向 Kubernetes 集群，不是 Primus-SaFE API 服务器。请选择 Primus-SaFE 的连接。`,
          en: `Connection ${name} leads to a Kubernetes cluster, not to a Primus-SaFE API server. Choose a connection to Primus-SaFE.`,
        };
  return new AppError('CONNECTION_KIND', text, { data: { name, kind } });
}
