/** The columns in which kubectl shows each kind. */
import { isTree, numberAt, textAt, treeAt, treesAt, valueAt, type KubernetesObject } from '../object.ts';
import { kinds, type Resource } from '../resources.ts';
import { ageOf } from './durations.ts';
import { podReady, podRestarts, podStatus } from './pod-columns.ts';

type Cell = string | number | boolean;

export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  /** Shown with `-o wide` only. */
  readonly isWide: boolean;
  readonly cell: (object: KubernetesObject, nowMs: number) => Cell;
}

type Read = Column['cell'];

const text = (name: string, cell: Read, isWide = false): Column => ({ name, type: 'string', isWide, cell });
const wide = (name: string, cell: Read): Column => text(name, cell, true);
const count = (name: string, path: string): Column => ({
  name,
  type: 'integer',
  isWide: false,
  cell: (object) => numberAt(object, path),
});

const name = text('Name', ({ metadata }) => metadata.name);
const age = text('Age', ({ metadata }, nowMs) => ageOf(metadata.creationTimestamp, nowMs));
const at =
  (path: string, otherwise: string): Read =>
  (object) => {
    const value = valueAt(object, path);
    return typeof value === 'number' || (typeof value === 'string' && value !== '')
      ? String(value)
      : otherwise;
  };

const templateOf = (object: KubernetesObject): unknown =>
  valueAt(object, 'spec.jobTemplate.spec.template') ?? valueAt(object, 'spec.template');
const containers = wide('Containers', (object) =>
  treesAt(templateOf(object), 'spec.containers')
    .map((each) => textAt(each, 'name'))
    .join(','),
);
const images = wide('Images', (object) =>
  treesAt(templateOf(object), 'spec.containers')
    .map((each) => textAt(each, 'image'))
    .join(','),
);
const labelsText = (labels: unknown): string =>
  Object.entries(isTree(labels) ? labels : {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort()
    .join(',') || '<none>';
const selector = wide('Selector', (object) => labelsText(valueAt(object, 'spec.selector.matchLabels')));
const conditionOf = (object: KubernetesObject, type: string): string =>
  textAt(
    treesAt(object, 'status.conditions').find((each) => each['type'] === type),
    'status',
  );

const ready = (readyPath: string, wantedPath: string): Column =>
  text('Ready', (object) => `${numberAt(object, readyPath)}/${numberAt(object, wantedPath)}`);

function nodeStatus(node: KubernetesObject): string {
  const is = conditionOf(node, 'Ready') === 'True' ? 'Ready' : 'NotReady';
  return valueAt(node, 'spec.unschedulable') === true ? `${is},SchedulingDisabled` : is;
}

function nodeRoles({ metadata }: KubernetesObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith(prefix));
  return roles.map((key) => key.slice(prefix.length)).join(',') || '<none>';
}

function jobStatus(job: KubernetesObject): string {
  const ended = ['Complete', 'Failed', 'Suspended'].find((type) => conditionOf(job, type) === 'True');
  return ended ?? (job.metadata.deletionTimestamp === undefined ? 'Running' : 'Terminating');
}

function jobDuration(job: KubernetesObject, nowMs: number): string {
  const start = textAt(job, 'status.startTime');
  const end = textAt(job, 'status.completionTime');
  return start === '' ? '' : ageOf(start, end === '' ? nowMs : Date.parse(end));
}

const eventObject = (event: KubernetesObject): string =>
  `${textAt(event, 'involvedObject.kind').toLowerCase()}/${textAt(event, 'involvedObject.name')}`;

const byKind: Readonly<Record<string, readonly Column[]>> = {
  [kinds.pods.key]: [
    name,
    text('Ready', podReady),
    text('Status', podStatus),
    text('Restarts', podRestarts),
    age,
    wide('IP', at('status.podIP', '<none>')),
    wide('Node', at('spec.nodeName', '<none>')),
    wide('Nominated Node', at('status.nominatedNodeName', '<none>')),
    wide('Readiness Gates', () => '<none>'),
  ],
  [kinds.deployments.key]: [
    name,
    ready('status.readyReplicas', 'spec.replicas'),
    count('Up-to-date', 'status.updatedReplicas'),
    count('Available', 'status.availableReplicas'),
    age,
    containers,
    images,
    selector,
  ],
  [kinds.replicaSets.key]: [
    name,
    count('Desired', 'spec.replicas'),
    count('Current', 'status.replicas'),
    count('Ready', 'status.readyReplicas'),
    age,
    containers,
    images,
    selector,
  ],
  [kinds.statefulSets.key]: [name, ready('status.readyReplicas', 'spec.replicas'), age, containers, images],
  [kinds.daemonSets.key]: [
    name,
    count('Desired', 'status.desiredNumberScheduled'),
    count('Current', 'status.currentNumberScheduled'),
    count('Ready', 'status.numberReady'),
    count('Up-to-date', 'status.updatedNumberScheduled'),
    count('Available', 'status.numberAvailable'),
    text('Node Selector', (object) => labelsText(valueAt(object, 'spec.template.spec.nodeSelector'))),
    age,
    containers,
    images,
    selector,
  ],
  [kinds.jobs.key]: [
    name,
    text('Status', jobStatus),
    text(
      'Completions',
      (job) => `${numberAt(job, 'status.succeeded')}/${numberAt(job, 'spec.completions', 1)}`,
    ),
    text('Duration', jobDuration),
    age,
    containers,
    images,
    selector,
  ],
  [kinds.cronJobs.key]: [
    name,
    text('Schedule', at('spec.schedule', '')),
    text('Timezone', at('spec.timeZone', '<none>')),
    text('Suspend', (cron) => (valueAt(cron, 'spec.suspend') === true ? 'True' : 'False')),
    { name: 'Active', type: 'integer', isWide: false, cell: (cron) => treesAt(cron, 'status.active').length },
    text('Last Schedule', (cron, nowMs) => {
      const last = textAt(cron, 'status.lastScheduleTime');
      return last === '' ? '<none>' : ageOf(last, nowMs);
    }),
    age,
    containers,
    images,
    selector,
  ],
  [kinds.budgets.key]: [
    name,
    text('Min Available', at('spec.minAvailable', 'N/A')),
    text('Max Unavailable', at('spec.maxUnavailable', 'N/A')),
    count('Allowed Disruptions', 'status.disruptionsAllowed'),
    age,
  ],
  [kinds.nodes.key]: [
    name,
    text('Status', nodeStatus),
    text('Roles', nodeRoles),
    age,
    text('Version', at('status.nodeInfo.kubeletVersion', '')),
  ],
  [kinds.namespaces.key]: [name, text('Status', at('status.phase', '')), age],
  [kinds.events.key]: [
    text('Last Seen', (event, nowMs) => ageOf(textAt(event, 'lastTimestamp'), nowMs)),
    text('Type', at('type', '')),
    text('Reason', at('reason', '')),
    text('Object', eventObject),
    text('Message', (event) => textAt(event, 'message').trim()),
    wide('Name', ({ metadata }) => metadata.name),
  ],
  [kinds.revisions.key]: [
    name,
    text('Controller', ({ metadata }) => {
      const owner = metadata.ownerReferences?.[0];
      return owner === undefined ? '<none>' : `${owner.kind.toLowerCase()}.apps/${owner.name}`;
    }),
    count('Revision', 'revision'),
    age,
  ],
  [kinds.services.key]: [
    name,
    text('Type', at('spec.type', '')),
    text('Cluster-IP', at('spec.clusterIP', '<none>')),
    text('External-IP', () => '<none>'),
    text('Port(s)', (service) =>
      treesAt(service, 'spec.ports')
        .map((port) => `${numberAt(port, 'port')}/${textAt(port, 'protocol') || 'TCP'}`)
        .join(','),
    ),
    age,
  ],
  [kinds.configMaps.key]: [
    name,
    { name: 'Data', type: 'integer', isWide: false, cell: (map) => Object.keys(treeAt(map, 'data')).length },
    age,
  ],
  [kinds.secrets.key]: [
    name,
    text('Type', at('type', 'Opaque')),
    {
      name: 'Data',
      type: 'integer',
      isWide: false,
      cell: (secret) => Object.keys(treeAt(secret, 'data')).length,
    },
    age,
  ],
};

const createdAt = text('Created At', ({ metadata }) => metadata.creationTimestamp);

export const columnsOf = (resource: Resource): readonly Column[] =>
  byKind[resource.key] ?? (resource.isCustom ? [name, age] : [name, createdAt]);
