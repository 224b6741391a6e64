import { createHash } from 'node:crypto';
import { isAppError } from '../../contract/errors.ts';
import type { ClusterIdentity } from '../../contract/connections.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';

const namespaces = { group: '', version: 'v1', resource: 'namespaces' };

/** Without a word on whether one may see it: an account of one namespace often may not. */
const unseen = ['API_FORBIDDEN', 'API_NOT_FOUND'];

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
    try {
      return (await api.read(namespaces, { namespace: null, name }, { signal })).metadata.uid;
    } catch (thrown) {
      if (isAppError(thrown) && unseen.includes(thrown.code)) {
        return null;
      }
      throw thrown;
    }
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
