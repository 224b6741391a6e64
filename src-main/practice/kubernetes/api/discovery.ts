/** What the API says it serves: in one answer, and group by group for clients that ask so. */
import { allResources, apiVersionOf, reviewKinds, type Resource } from '../resources.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

interface Part {
  readonly name: string;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly verbs: readonly string[];
}

function partsOf(resource: Resource): Part[] {
  const { group, version, kind, key } = resource;
  const scale = { group: 'autoscaling', version: 'v1', kind: 'Scale' };
  const eviction = { group: 'policy', version: 'v1', kind: 'Eviction' };
  const writes = ['get', 'patch', 'update'];
  return [
    ...(key === '/pods' ? [{ name: 'eviction', kind: eviction, verbs: ['create'] }] : []),
    ...(key === '/pods' ? [{ name: 'log', kind: { group, version, kind }, verbs: ['get'] }] : []),
    ...(resource.hasScale ? [{ name: 'scale', kind: scale, verbs: writes }] : []),
    ...(resource.hasStatus ? [{ name: 'status', kind: { group, version, kind }, verbs: writes }] : []),
  ];
}

function discovered(resource: Resource): object {
  const { group, version, kind, shortNames, categories } = resource;
  const parts = partsOf(resource);
  return {
    resource: resource.plural,
    responseKind: { group, version, kind },
    scope: resource.isNamespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(parts.length === 0
      ? {}
      : {
          subresources: parts.map((part) => ({
            subresource: part.name,
            responseKind: part.kind,
            verbs: part.verbs,
          })),
        }),
  };
}

const reviewsOf = (group: string): (typeof reviewKinds)[number][] =>
  reviewKinds.filter(([of]) => of === group);

const groupNames = [
  ...new Set([...allResources.map(({ group }) => group), ...reviewKinds.map(([group]) => group)]),
].filter((group) => group !== '');

const versionsOf = (group: string): string[] => {
  const known = allResources.filter((each) => each.group === group).map(({ version }) => version);
  return known.length === 0 ? ['v1'] : [...new Set(known)];
};

function groupDiscovery(group: string): object {
  const versions = versionsOf(group).map((version) => ({
    version,
    resources: [
      ...allResources.filter((each) => each.group === group && each.version === version).map(discovered),
      ...reviewsOf(group).map(([, kind, plural]) => ({
        resource: plural,
        responseKind: { group, version, kind },
        scope: 'Cluster',
        singularResource: kind.toLowerCase(),
        verbs: ['create'],
      })),
    ],
    freshness: 'Current',
  }));
  return { metadata: group === '' ? {} : { name: group }, versions };
}

export interface Discovered {
  readonly body: object;
  readonly contentType: string;
}

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function whole(groups: readonly string[]): Discovered {
  const body = {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(groupDiscovery),
  };
  return { body, contentType: aggregated };
}

const plain = (body: object): Discovered => ({ body, contentType: 'application/json' });

const named = (group: string): object => {
  const versions = versionsOf(group).map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions, preferredVersion: versions[0] };
};

function resourceList(groupVersion: string): object | null {
  const found = allResources.filter((resource) => apiVersionOf(resource) === groupVersion);
  const group = groupVersion.includes('/') ? (groupVersion.split('/')[0] ?? '') : '';
  const reviews = groupVersion === `${group}/v1` ? reviewsOf(group) : [];
  if (found.length === 0 && reviews.length === 0) {
    return null;
  }
  const resources = found.flatMap((resource) => [
    {
      name: resource.plural,
      singularName: resource.singular,
      namespaced: resource.isNamespaced,
      kind: resource.kind,
      verbs,
      ...(resource.shortNames.length === 0 ? {} : { shortNames: resource.shortNames }),
      ...(resource.categories.length === 0 ? {} : { categories: resource.categories }),
    },
    ...partsOf(resource).map((part) => ({
      name: `${resource.plural}/${part.name}`,
      singularName: '',
      namespaced: resource.isNamespaced,
      ...part.kind,
      verbs: part.verbs,
    })),
  ]);
  const asked = reviews.map(([, kind, plural]) => ({
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced: false,
    kind,
    verbs: ['create'],
  }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: [...resources, ...asked] };
}

const orNull = (list: object | null): Discovered | null => (list === null ? null : plain(list));

function discoverCore([version]: readonly string[], isWhole: boolean): Discovered | null {
  if (version !== undefined) {
    return orNull(resourceList(version));
  }
  return isWhole
    ? whole([''])
    : plain({ kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
}

function discoverGroups([group, version]: readonly string[], isWhole: boolean): Discovered | null {
  if (group === undefined) {
    const groups = { kind: 'APIGroupList', apiVersion: 'v1', groups: groupNames.map(named) };
    return isWhole ? whole(groupNames) : plain(groups);
  }
  if (version !== undefined) {
    return orNull(resourceList(`${group}/${version}`));
  }
  return groupNames.includes(group) ? plain({ kind: 'APIGroup', apiVersion: 'v1', ...named(group) }) : null;
}

/** Null for a path that tells nothing of the kind. */
export function discover(path: string, accept: string): Discovered | null {
  const isWhole = accept.includes('g=apidiscovery.k8s.io;v=v2;');
  const [, root, ...parts] = path.replace(/\/$/, '').split('/');
  if (root === 'api' && parts.length < 2) {
    return discoverCore(parts, isWhole);
  }
  return root === 'apis' && parts.length < 3 ? discoverGroups(parts, isWhole) : null;
}

const fieldValidation = {
  name: 'fieldValidation',
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
};

/** Only what clients look for in it: that writing calls may be checked by the server. */
export function openApi(path: string): object | null {
  if (path === '/openapi/v3') {
    const groupVersions = new Set(allResources.map(apiVersionOf));
    const paths = [...groupVersions].map((groupVersion) => {
      const at = groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`;
      return [at, { serverRelativeURL: `/openapi/v3/${at}` }] as const;
    });
    return { paths: Object.fromEntries(paths) };
  }
  const [, groupVersion] = /^\/openapi\/v3\/apis?\/(.+)$/.exec(path) ?? [];
  const found = allResources.filter((resource) => apiVersionOf(resource) === groupVersion);
  if (found.length === 0) {
    return null;
  }
  const paths = found.map(({ group, version, kind, plural, isNamespaced }) => {
    const at = path.replace('/openapi/v3', '');
    const call = {
      'x-kubernetes-group-version-kind': { group, version, kind },
      parameters: [fieldValidation],
      responses: { '200': { description: 'OK' } },
    };
    return [
      `${at}${isNamespaced ? '/namespaces/{namespace}' : ''}/${plural}/{name}`,
      { patch: { ...call, 'x-kubernetes-action': 'patch' } },
    ] as const;
  });
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.36.3' },
    paths: Object.fromEntries(paths),
    components: { schemas: {} },
  };
}

export const versionAnswer = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3',
  gitCommit: 'practice',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'go1.26.0',
  compiler: 'gc',
  platform: 'linux/amd64',
};
