/** The kinds of objects the practice API serves, as its discovery tells them. */

export interface Resource {
  /** `apps/deployments`; `/pods` of the core group. */
  readonly key: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly isNamespaced: boolean;
  readonly categories: readonly string[];
  readonly hasStatus: boolean;
  readonly hasScale: boolean;
  /** Of a CustomResourceDefinition: no strategic merge, a validation of its own. */
  readonly isCustom: boolean;
}

interface Traits {
  readonly short?: string;
  readonly singular?: string;
  readonly cluster?: true;
  readonly all?: true;
  readonly status?: true;
  readonly scale?: true;
  readonly custom?: true;
}

/** @param address such as `apps/v1 Deployment deployments` */
function kind(address: string, traits: Traits = {}): Resource {
  const [groupVersion = '', name = '', plural = ''] = address.split(' ');
  const at = groupVersion.lastIndexOf('/');
  const group = groupVersion.slice(0, Math.max(at, 0));
  return {
    key: `${group}/${plural}`,
    group,
    version: groupVersion.slice(at + 1),
    kind: name,
    plural,
    singular: traits.singular ?? name.toLowerCase(),
    shortNames: traits.short?.split(',') ?? [],
    isNamespaced: traits.cluster !== true,
    categories: traits.all === true ? ['all'] : [],
    hasStatus: traits.status === true,
    hasScale: traits.scale === true,
    isCustom: traits.custom === true,
  };
}

const workload = { all: true, status: true } as const;

export const kinds = {
  pods: kind('v1 Pod pods', { short: 'po', ...workload }),
  nodes: kind('v1 Node nodes', { short: 'no', cluster: true, status: true }),
  namespaces: kind('v1 Namespace namespaces', { short: 'ns', cluster: true, status: true }),
  events: kind('v1 Event events', { short: 'ev' }),
  services: kind('v1 Service services', { short: 'svc', ...workload }),
  endpoints: kind('v1 Endpoints endpoints', { short: 'ep' }),
  configMaps: kind('v1 ConfigMap configmaps', { short: 'cm' }),
  secrets: kind('v1 Secret secrets'),
  serviceAccounts: kind('v1 ServiceAccount serviceaccounts', { short: 'sa' }),
  claims: kind('v1 PersistentVolumeClaim persistentvolumeclaims', { short: 'pvc', status: true }),
  volumes: kind('v1 PersistentVolume persistentvolumes', { short: 'pv', cluster: true, status: true }),
  quotas: kind('v1 ResourceQuota resourcequotas', { short: 'quota', status: true }),
  limitRanges: kind('v1 LimitRange limitranges', { short: 'limits' }),
  deployments: kind('apps/v1 Deployment deployments', { short: 'deploy', scale: true, ...workload }),
  replicaSets: kind('apps/v1 ReplicaSet replicasets', { short: 'rs', scale: true, ...workload }),
  daemonSets: kind('apps/v1 DaemonSet daemonsets', { short: 'ds', ...workload }),
  statefulSets: kind('apps/v1 StatefulSet statefulsets', { short: 'sts', scale: true, ...workload }),
  revisions: kind('apps/v1 ControllerRevision controllerrevisions'),
  jobs: kind('batch/v1 Job jobs', workload),
  cronJobs: kind('batch/v1 CronJob cronjobs', { short: 'cj', ...workload }),
  budgets: kind('policy/v1 PodDisruptionBudget poddisruptionbudgets', { short: 'pdb', status: true }),
  autoscalers: kind('autoscaling/v2 HorizontalPodAutoscaler horizontalpodautoscalers', {
    short: 'hpa',
    ...workload,
  }),
  leases: kind('coordination.k8s.io/v1 Lease leases'),
  ingresses: kind('networking.k8s.io/v1 Ingress ingresses', { short: 'ing', status: true }),
  networkPolicies: kind('networking.k8s.io/v1 NetworkPolicy networkpolicies', { short: 'netpol' }),
  endpointSlices: kind('discovery.k8s.io/v1 EndpointSlice endpointslices'),
  storageClasses: kind('storage.k8s.io/v1 StorageClass storageclasses', { short: 'sc', cluster: true }),
  roles: kind('rbac.authorization.k8s.io/v1 Role roles'),
  roleBindings: kind('rbac.authorization.k8s.io/v1 RoleBinding rolebindings'),
  clusterRoles: kind('rbac.authorization.k8s.io/v1 ClusterRole clusterroles', { cluster: true }),
  clusterRoleBindings: kind('rbac.authorization.k8s.io/v1 ClusterRoleBinding clusterrolebindings', {
    cluster: true,
  }),
  validatingWebhooks: kind(
    'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration validatingwebhookconfigurations',
    { cluster: true },
  ),
  mutatingWebhooks: kind(
    'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration mutatingwebhookconfigurations',
    { cluster: true },
  ),
  definitions: kind('apiextensions.k8s.io/v1 CustomResourceDefinition customresourcedefinitions', {
    short: 'crd,crds',
    cluster: true,
    status: true,
  }),
  managedNodes: kind('amd.com/v1 Node nodes', { cluster: true, status: true, custom: true }),
  localizations: kind('apps.clusternet.io/v1alpha1 Localization localizations', {
    short: 'loc,local',
    custom: true,
  }),
  subscriptions: kind('apps.clusternet.io/v1alpha1 Subscription subscriptions', {
    short: 'sub,subs',
    status: true,
    custom: true,
  }),
} as const satisfies Record<string, Resource>;

export const allResources: readonly Resource[] = Object.values(kinds);

/** Kinds that are only asked, never stored. */
export const reviewKinds = [
  ['authorization.k8s.io', 'SelfSubjectAccessReview', 'selfsubjectaccessreviews'],
  ['authorization.k8s.io', 'SelfSubjectRulesReview', 'selfsubjectrulesreviews'],
  ['authentication.k8s.io', 'SelfSubjectReview', 'selfsubjectreviews'],
] as const;

const byKey = new Map(allResources.map((resource) => [resource.key, resource]));

export const resourceOf = (group: string, plural: string): Resource | undefined =>
  byKey.get(`${group}/${plural}`);

const byKind = new Map(
  allResources.map((resource) => [`${apiVersionOf(resource)} ${resource.kind}`, resource]),
);

export const resourceOfKind = (apiVersion: string, kindName: string): Resource | undefined =>
  byKind.get(`${apiVersion} ${kindName}`);

export function apiVersionOf({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** As messages name it: `deployments.apps`, `pods`. */
export const fullName = ({ group, plural }: Pick<Resource, 'group' | 'plural'>): string =>
  group === '' ? plural : `${plural}.${group}`;
