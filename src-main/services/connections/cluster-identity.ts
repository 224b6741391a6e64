import { createHash } from 'node:crypto';
import type { ClusterIdentity } from '../../contract/connections.ts';
import { AppError } from '../../contract/errors.ts';
import { whereRefused } from '../../contract/where-refused.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';

const namespaces = { group: '', version: 'v1', resource: 'namespaces' };

/** Without a word on whether one may see it: an account of one namespace often may not. */
const unseen = ['API_FORBIDDEN', 'API_NOT_FOUND'] as const;

/**
 * The uid of `kube-system`. Where that cannot be read, the certificate authority and the uid of the namespace that is worked
 * in: weaker, because an authority may have signed for several clusters. Null where neither can be read.
 */
export async function readClusterIdentity(
  api: KubernetesApi,
  {
    namespace,
    certificateAuthority,
  }: { readonly namespace: string; readonly certificateAuthority: Buffer | null },
  signal: AbortSignal,
): Promise<ClusterIdentity | null> {
  const uidOf = async (name: string): Promise<string | null> => {
    const read = api.read(namespaces, { namespace: null, name }, { signal });
    return (await whereRefused(read, unseen, null))?.metadata.uid ?? null;
  };
  const strong = await uidOf('kube-system');
  if (strong !== null) {
    return { value: strong, isWeak: false };
  }
  const uid = await uidOf(namespace);
  if (uid === null) {
    return null;
  }
  const signedBy =
    certificateAuthority === null
      ? 'system'
      : createHash('sha256').update(certificateAuthority).digest('hex');
  return { value: `${signedBy}:${uid}`, isWeak: true };
}

/** Whether both are known and say different things. */
export const isAnother = (before: ClusterIdentity | null, now: ClusterIdentity | null): boolean =>
  before !== null && now !== null && before.value !== now.value;

/** IDENTITY_MISMATCH, naming the connection. */
export const anotherCluster = (name: string): AppError =>
  new AppError('IDENTITY_MISMATCH', {
    zh: `连接 ${name} 现在到达的是另一个集群。请核对 kubeconfig；确认要用新集群时，移除该连接后重新添加。`,
    en: `Connection ${name} now leads to another cluster. Check the kubeconfig; if the new cluster is the right one, remove the connection and add it again.`,
  });
