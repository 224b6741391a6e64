/** What the API refuses of an object, in its own words. */
import { isDeepStrictEqual } from 'node:util';
import { isTree, textAt, treeAt, treesAt, valueAt, type KubernetesObject } from './object.ts';
import { ApiRefusal, badRequest, invalid, type Cause } from './refusals.ts';
import { kinds, type Resource } from './resources.ts';
import { selectorMatches } from './selectors.ts';

const required = (field: string, more = ''): Cause => ({
  reason: 'FieldValueRequired',
  message: `Required value${more}`,
  field,
});

const notValid = (field: string, value: unknown, why: string): Cause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${JSON.stringify(value ?? null)}: ${why}`,
  field,
});

const forbiddenField = (field: string, why: string): Cause => ({
  reason: 'FieldValueForbidden',
  message: `Forbidden: ${why}`,
  field,
});

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const withSelector: readonly Resource[] = [
  kinds.deployments,
  kinds.replicaSets,
  kinds.daemonSets,
  kinds.statefulSets,
];
const withTemplate: readonly Resource[] = [...withSelector, kinds.jobs];

/** Roles have names with colons; everything else is a subdomain. */
const hasFreeName = ({ group }: Resource): boolean => group === 'rbac.authorization.k8s.io';

function containerCauses(spec: unknown, at: string): Cause[] {
  const containers = treesAt(spec, 'containers');
  if (containers.length === 0) {
    return [required(`${at}.containers`)];
  }
  return containers.flatMap((container, index) => {
    const field = `${at}.containers[${index}]`;
    return [
      ...(textAt(container, 'name') === '' ? [required(`${field}.name`)] : []),
      ...(textAt(container, 'image') === '' ? [required(`${field}.image`)] : []),
    ];
  });
}

function selectorCauses(object: KubernetesObject): Cause[] {
  const selector = valueAt(object, 'spec.selector');
  const labels = valueAt(object, 'spec.template.metadata.labels');
  const isMissing = !isTree(selector);
  const isEmpty = isTree(selector) && Object.keys(selector).length === 0;
  const agrees =
    !isMissing &&
    !isEmpty &&
    selectorMatches(selector, treeAt({ labels }, 'labels') as Record<string, string>);
  return [
    ...(isMissing ? [required('spec.selector')] : []),
    ...(isEmpty ? [notValid('spec.selector', selector, 'empty selector is invalid for deployment')] : []),
    ...(agrees
      ? []
      : [notValid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]),
  ];
}

function customCauses(resource: Resource, object: KubernetesObject): Cause[] {
  if (!isTree(object.spec)) {
    return [required('spec')];
  }
  const wanted = resource === kinds.managedNodes ? ['nodeFlavor', 'nodeTemplate', 'secret'] : [];
  return wanted
    .filter((field) => !isTree(valueAt(object.spec, field)))
    .map((field) => required(`spec.${field}`));
}

function causesOf(resource: Resource, object: KubernetesObject): Cause[] {
  const { name } = object.metadata;
  return [
    ...(subdomain.test(name) || hasFreeName(resource)
      ? []
      : [notValid('metadata.name', name, subdomainRule)]),
    ...(withSelector.includes(resource) ? selectorCauses(object) : []),
    ...(withTemplate.includes(resource)
      ? containerCauses(valueAt(object, 'spec.template.spec'), 'spec.template.spec')
      : []),
    ...(resource === kinds.pods ? containerCauses(object.spec, 'spec') : []),
    ...(resource === kinds.cronJobs && textAt(object, 'spec.schedule') === ''
      ? [required('spec.schedule')]
      : []),
    ...(resource.isCustom ? customCauses(resource, object) : []),
  ];
}

/** Fields of a kind that a number has to stand in. */
const numbers: Readonly<Record<string, readonly string[]>> = {
  [kinds.deployments.key]: ['replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'],
  [kinds.replicaSets.key]: ['replicas', 'minReadySeconds'],
  [kinds.statefulSets.key]: ['replicas', 'minReadySeconds', 'revisionHistoryLimit'],
  [kinds.daemonSets.key]: ['minReadySeconds', 'revisionHistoryLimit'],
  [kinds.jobs.key]: ['completions', 'parallelism', 'backoffLimit', 'ttlSecondsAfterFinished'],
};

function requireNumbers(resource: Resource, object: KubernetesObject): Cause[] {
  return (numbers[resource.key] ?? []).flatMap((field) => {
    const value = valueAt(object, `spec.${field}`);
    if (value === undefined || value === null) {
      return [];
    }
    if (!Number.isInteger(value)) {
      throw badRequest(
        `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: json: cannot unmarshal ${typeof value} into Go struct field ${resource.kind}Spec.spec.${field} of type int32`,
      );
    }
    return Number(value) < 0 ? [notValid(`spec.${field}`, value, 'must be greater than or equal to 0')] : [];
  });
}

/** What may not change once it is there. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  [kinds.deployments.key]: ['spec.selector'],
  [kinds.replicaSets.key]: ['spec.selector'],
  [kinds.daemonSets.key]: ['spec.selector'],
  [kinds.jobs.key]: ['spec.selector', 'spec.template', 'spec.completions'],
};

const changeableOfStatefulSet = [
  ...(['replicas', 'ordinals', 'template', 'updateStrategy', 'minReadySeconds'] as const),
  ...(['revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy'] as const),
] as const;

const statefulSetRule =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

function statefulSetCauses(before: KubernetesObject, after: KubernetesObject): Cause[] {
  const rest = (spec: unknown): object =>
    Object.fromEntries(
      Object.entries(isTree(spec) ? spec : {}).filter(
        ([key]) => !changeableOfStatefulSet.some((name) => name === key),
      ),
    );
  return isDeepStrictEqual(rest(before.spec), rest(after.spec))
    ? []
    : [forbiddenField('spec', statefulSetRule)];
}

function changeCauses(resource: Resource, before: KubernetesObject, after: KubernetesObject): Cause[] {
  const kept = (fixed[resource.key] ?? [])
    .filter((path) => !isDeepStrictEqual(valueAt(before, path), valueAt(after, path)))
    .map((path) => notValid(path, valueAt(after, path), 'field is immutable'));
  return resource === kinds.statefulSets ? [...kept, ...statefulSetCauses(before, after)] : kept;
}

/** The webhook of the management cluster's own operator. */
function requireNodeRules(before: KubernetesObject | null, after: KubernetesObject): void {
  const moves = (field: string): boolean => {
    const [from, to] = [textAt(before, `spec.${field}`), textAt(after, `spec.${field}`)];
    return from !== '' && to !== '' && from !== to;
  };
  const why = moves('hostname')
    ? 'hostname is immutable'
    : ['cluster', 'workspace']
        .filter(moves)
        .map((field) => `the node cannot be moved from one ${field} to another directly`)[0];
  if (why !== undefined) {
    throw new ApiRefusal(403, 'Forbidden', {
      message: `admission webhook "vnode.kb.io" denied the request: ${why}`,
    });
  }
}

/** Throws the API's refusal: 400 for a wrong type, 422 for what is missing or may not be. */
export function requireValid(
  resource: Resource,
  before: KubernetesObject | null,
  after: KubernetesObject,
): void {
  const causes = [
    ...requireNumbers(resource, after),
    ...causesOf(resource, after),
    ...(before === null ? [] : changeCauses(resource, before, after)),
  ];
  if (causes.length > 0) {
    throw invalid(resource, after.metadata.name, causes);
  }
  if (resource === kinds.managedNodes) {
    requireNodeRules(before, after);
  }
}
