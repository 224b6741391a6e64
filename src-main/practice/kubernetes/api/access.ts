/** Who may what: everything, but for what a fault denies. */
import { isTree, textAt, treeAt } from '../object.ts';
import { ApiRefusal, forbidden } from '../refusals.ts';
import { fullName, reviewKinds } from '../resources.ts';
import type { KubernetesWorld } from '../world.ts';
import type { Target } from './target.ts';

export const userName = 'practice';

export interface Asked {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
}

/** A fault's `VERB/RESOURCE`; either may be an asterisk, the resource with its group and its part: `nodes.amd.com/status`. */
function agrees(denied: string, { verb, group, resource, subresource }: Asked): boolean {
  const [deniedVerb = '', ...rest] = denied.split('/');
  const deniedResource = rest.join('/');
  const part = subresource === '' ? '' : `/${subresource}`;
  const names = ['*', `${resource}${part}`, `${fullName({ group, plural: resource })}${part}`];
  return (deniedVerb === '*' || deniedVerb === verb) && names.includes(deniedResource);
}

export const mayDo = ({ faults }: KubernetesWorld, asked: Asked): boolean =>
  !faults.all('rbacDeny').some(({ values }) => agrees(values['deny'] ?? '', asked));

const verbOf: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

function verbFor(method: string, target: Target, query: URLSearchParams): string {
  if (method === 'GET') {
    const isWatch = ['true', '1'].includes(query.get('watch') ?? '');
    return isWatch ? 'watch' : target.name === null ? 'list' : 'get';
  }
  const verb = verbOf[method] ?? method.toLowerCase();
  return verb === 'delete' && target.name === null ? 'deletecollection' : verb;
}

/** Throws Forbidden in the words of RBAC. */
export function requireAccess(
  world: KubernetesWorld,
  {
    method,
    target,
    query,
  }: { readonly method: string; readonly target: Target; readonly query: URLSearchParams },
): void {
  const { resource, namespace, name, subresource } = target;
  const verb = verbFor(method, target, query);
  const asked = { verb, group: resource.group, resource: resource.plural, subresource: subresource ?? '' };
  if (mayDo(world, asked)) {
    return;
  }
  const what = `${resource.plural}${subresource === null ? '' : `/${subresource}`}`;
  const where = namespace === null ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  throw forbidden(
    resource,
    name ?? '',
    `User "${userName}" cannot ${verb} resource "${what}" in API group "${resource.group}" ${where}`,
  );
}

const everyVerb = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** Answers the reviews; null for another path. */
export function review(world: KubernetesWorld, path: string, body: unknown): object | null {
  const found = reviewKinds.find(([group, , plural]) => path === `/apis/${group}/v1/${plural}`);
  if (found === undefined) {
    return null;
  }
  const [group, kind] = found;
  const head = { kind, apiVersion: `${group}/v1`, metadata: {}, spec: treeAt(body, 'spec') };
  if (kind === 'SelfSubjectReview') {
    return { ...head, status: { userInfo: { username: userName, groups: ['system:authenticated'] } } };
  }
  if (kind === 'SelfSubjectRulesReview') {
    const resourceRules = [{ verbs: everyVerb, apiGroups: ['*'], resources: ['*'] }];
    const nonResourceRules = [{ verbs: ['*'], nonResourceURLs: ['*'] }];
    return { ...head, status: { resourceRules, nonResourceRules, incomplete: false } };
  }
  const asked = treeAt(body, 'spec.resourceAttributes');
  const isAboutObjects = isTree(asked) && Object.keys(asked).length > 0;
  if (!isAboutObjects && Object.keys(treeAt(body, 'spec.nonResourceAttributes')).length === 0) {
    throw new ApiRefusal(422, 'Invalid', {
      message: `${kind}.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified`,
    });
  }
  const attribute = (name: string): string => textAt(asked, name);
  const allowed =
    !isAboutObjects ||
    mayDo(world, {
      verb: attribute('verb'),
      group: attribute('group'),
      resource: attribute('resource'),
      subresource: attribute('subresource'),
    });
  return { ...head, status: allowed ? { allowed } : { allowed, reason: 'denied by the practice site' } };
}
