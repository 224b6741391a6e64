/** What the API fills in where a request leaves it out. */
import { isTree, numberAt, textAt, treeAt, treesAt, type KubernetesObject, type Tree } from './object.ts';
import { kinds, type Resource } from './resources.ts';

const over = (given: unknown, defaults: Tree): Tree => {
  const merged: Tree = { ...defaults };
  for (const [key, value] of Object.entries(isTree(given) ? given : {})) {
    const known = merged[key];
    merged[key] = isTree(known) && isTree(value) ? over(value, known) : (value ?? known);
  }
  return merged;
};

function container(given: Tree): Tree {
  const image = textAt(given, 'image');
  const tag = /:([^/:@]+)$/.exec(image)?.[1];
  const isLatest = !image.includes('@') && (tag === undefined || tag === 'latest');
  const ports = treesAt(given, 'ports').map((port) => over(port, { protocol: 'TCP' }));
  return over(ports.length === 0 ? given : { ...given, ports }, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: isLatest ? 'Always' : 'IfNotPresent',
  });
}

function podSpec(given: unknown): unknown {
  if (!isTree(given)) {
    return given;
  }
  const spec = over(given, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  for (const list of ['containers', 'initContainers']) {
    if (Array.isArray(spec[list])) {
      spec[list] = (spec[list] as readonly unknown[]).map((each) => (isTree(each) ? container(each) : each));
    }
  }
  return spec;
}

const withTemplate = (spec: Tree): Tree => {
  const template = spec['template'];
  return isTree(template)
    ? {
        ...spec,
        template: { ...template, metadata: treeAt(template, 'metadata'), spec: podSpec(template['spec']) },
      }
    : spec;
};

const rolling = (spec: Tree): Tree => {
  const isRecreate = textAt(spec, 'strategy.type') === 'Recreate';
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } };
  return {
    replicas: 1,
    strategy: isRecreate ? {} : strategy,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  };
};

const jobSpec: Tree = {
  parallelism: 1,
  backoffLimit: 6,
  completionMode: 'NonIndexed',
  suspend: false,
  podReplacementPolicy: 'TerminatingOrFailed',
};

/** By the key of the kind: the spec with what was left out. */
const specDefaults: Readonly<Record<string, (spec: Tree, object: KubernetesObject) => unknown>> = {
  [kinds.pods.key]: (spec) => podSpec(spec),
  [kinds.deployments.key]: (spec) => withTemplate(over(spec, rolling(spec))),
  [kinds.replicaSets.key]: (spec) => withTemplate(over(spec, { replicas: 1 })),
  [kinds.daemonSets.key]: (spec) => {
    const isOnDelete = textAt(spec, 'updateStrategy.type') === 'OnDelete';
    const rollingUpdate = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } };
    return withTemplate(
      over(spec, { revisionHistoryLimit: 10, updateStrategy: isOnDelete ? {} : rollingUpdate }),
    );
  },
  [kinds.statefulSets.key]: (spec) => {
    const isOnDelete = textAt(spec, 'updateStrategy.type') === 'OnDelete';
    return withTemplate(
      over(spec, {
        replicas: 1,
        podManagementPolicy: 'OrderedReady',
        revisionHistoryLimit: 10,
        updateStrategy: isOnDelete ? {} : { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      }),
    );
  },
  [kinds.jobs.key]: (spec, { metadata }) => {
    const completions = numberAt(spec, 'parallelism', 1) === 1 ? { completions: 1 } : {};
    const labels = {
      'batch.kubernetes.io/controller-uid': metadata.uid,
      'batch.kubernetes.io/job-name': metadata.name,
      'controller-uid': metadata.uid,
      'job-name': metadata.name,
    };
    const made = withTemplate(over(spec, { ...completions, ...jobSpec }));
    if (isTree(spec['selector']) || !isTree(made['template'])) {
      return made;
    }
    const template = over(made['template'], { metadata: { labels } });
    const matchLabels = { 'batch.kubernetes.io/controller-uid': metadata.uid };
    return { ...made, selector: { matchLabels }, template };
  },
  [kinds.cronJobs.key]: (spec) => {
    const made = over(spec, {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    });
    const jobTemplate = treeAt(made, 'jobTemplate');
    return { ...made, jobTemplate: { ...jobTemplate, spec: withTemplate(treeAt(jobTemplate, 'spec')) } };
  },
  [kinds.namespaces.key]: (spec) => over(spec, { finalizers: ['kubernetes'] }),
  [kinds.services.key]: (spec) =>
    over(spec, { type: 'ClusterIP', sessionAffinity: 'None', clusterIP: '10.96.41.7' }),
  [kinds.managedNodes.key]: (spec) => over(spec, { port: 22 }),
  [kinds.localizations.key]: (spec) => over(spec, { overridePolicy: 'ApplyLater', priority: 500 }),
  [kinds.subscriptions.key]: (spec) =>
    over(spec, {
      schedulerName: 'default',
      schedulingStrategy: 'Replication',
      preemptionPolicy: 'PreemptLowerPriority',
    }),
};

/** A node with this status until its kubelet or its controller says more. */
const statusAtFirst: Readonly<Record<string, Tree>> = {
  [kinds.pods.key]: { phase: 'Pending', qosClass: 'BestEffort' },
  [kinds.namespaces.key]: { phase: 'Active' },
};

export function withDefaults(resource: Resource, object: KubernetesObject): KubernetesObject {
  const ofSpec = specDefaults[resource.key];
  const made: KubernetesObject = { ...object };
  if (ofSpec !== undefined && (isTree(made.spec) || resource === kinds.namespaces)) {
    made.spec = ofSpec(isTree(made.spec) ? made.spec : {}, object) as object;
  }
  if (resource === kinds.namespaces) {
    const labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name };
    made.metadata = { ...object.metadata, labels };
  }
  return resource === kinds.secrets ? withoutStringData(made) : made;
}

export function withFirstStatus(resource: Resource, object: KubernetesObject): KubernetesObject {
  const status = statusAtFirst[resource.key] ?? (resource.hasStatus && !resource.isCustom ? {} : undefined);
  return status === undefined ? object : { ...object, status };
}

function withoutStringData({ stringData, ...object }: KubernetesObject): KubernetesObject {
  const encoded = Object.entries(isTree(stringData) ? stringData : {}).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  const data = { ...treeAt(object, 'data'), ...(Object.fromEntries(encoded) as Tree) };
  return {
    ...object,
    type: object['type'] ?? 'Opaque',
    ...(Object.keys(data).length === 0 ? {} : { data }),
  };
}
