import type { ApiAccess } from '../../adapters/kubernetes/api-connection.ts';
import type { KubeconfigContext } from '../../adapters/kubernetes/kubeconfig-context.ts';
import type { KubernetesApi } from '../../ports/kubernetes.ts';

export interface OpenConnection {
  readonly api: KubernetesApi;
  readonly access: ApiAccess;
  readonly context: KubeconfigContext;
}
