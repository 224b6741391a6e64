/** How the nodes and pods of a cluster behave that has no machines: the stages of kwok. */
import { stringify } from 'yaml';

/** An annotation of a pod template: what goes wrong with its pods. */
export const faultKey = 'test/fault';
/** And after how many milliseconds they become ready. */
export const startMsKey = 'test/start-ms';

const fault = `.metadata.annotations["${faultKey}"]`;
const now = '{{ Now | Quote }}';

interface Stage {
  readonly name: string;
  readonly kind: 'Node' | 'Pod';
  readonly when: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
  readonly delayMs?: number;
  readonly next: object;
}

const stageOf = ({ name, kind, when, delayMs, next }: Stage) => ({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name },
  spec: {
    resourceRef: { apiGroup: 'v1', kind },
    selector: { matchExpressions: when },
    delay:
      delayMs === undefined
        ? undefined
        : {
            durationMilliseconds: delayMs,
            durationFrom: {
              expressionFrom: `.metadata.annotations["${startMsKey}"] | if . == null then null else . + "ms" end`,
            },
          },
    next,
  },
});

const isThere = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };
const isPending = { key: '.status.phase', operator: 'In', values: ['Pending'] };
const containers = (state: string): string => `
containerStatuses:
{{ range .spec.containers }}
- { name: {{ .name | Quote }}, image: {{ .image | Quote }}, ${state} }
{{ end }}
startTime: ${now}
`;

const nodeUp: Stage = {
  name: 'node-up',
  kind: 'Node',
  when: [
    {
      key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
      operator: 'NotIn',
      values: ['True'],
    },
  ],
  next: {
    statusTemplate: `
conditions:
{{ range NodeConditions }}
- { type: {{ .type | Quote }}, status: {{ .status | Quote }}, reason: {{ .reason | Quote }}, message: {{ .message | Quote }}, lastHeartbeatTime: ${now}, lastTransitionTime: ${now} }
{{ end }}
addresses: [{ type: InternalIP, address: {{ NodeIP | Quote }} }]
daemonEndpoints: { kubeletEndpoint: { Port: {{ NodePort }} } }
allocatable: { cpu: "1000", memory: 1Ti, pods: "5000" }
capacity: { cpu: "1000", memory: 1Ti, pods: "5000" }
phase: Running
`,
  },
};

const podUp: Stage = {
  name: 'pod-up',
  kind: 'Pod',
  when: [isThere, isPending, { key: fault, operator: 'DoesNotExist' }],
  delayMs: 100,
  next: {
    statusTemplate: `
conditions:
{{ range list "Initialized" "Ready" "ContainersReady" }}
- { type: {{ . }}, status: "True", lastTransitionTime: ${now} }
{{ end }}
${containers(`ready: true, started: true, restartCount: 0, state: { running: { startedAt: ${now} } }`)}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) | Quote }}
phase: Running
`,
  },
};

const notReady = `
conditions:
- { type: Initialized, status: "True", lastTransitionTime: ${now} }
{{ range list "Ready" "ContainersReady" }}
- { type: {{ . }}, status: "False", reason: ContainersNotReady, lastTransitionTime: ${now} }
{{ end }}
`;

const podFails = (name: string, phase: string, state: string): Stage => ({
  name: `pod-${name.toLowerCase()}`,
  kind: 'Pod',
  when: [
    isThere,
    isPending,
    { key: '.status.containerStatuses', operator: 'DoesNotExist' },
    { key: fault, operator: 'In', values: [name] },
  ],
  delayMs: 100,
  next: { statusTemplate: `${notReady}${containers(state)}phase: ${phase}\n` },
});

const podGone: Stage = {
  name: 'pod-gone',
  kind: 'Pod',
  when: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }],
  delayMs: 100,
  next: { finalizers: { empty: true }, delete: true },
};

const ended = `exitCode: 1, reason: Error, startedAt: ${now}, finishedAt: ${now}`;

const stages: readonly Stage[] = [
  nodeUp,
  podUp,
  podFails(
    'ImagePullBackOff',
    'Pending',
    'ready: false, started: false, restartCount: 0, state: { waiting: { reason: ImagePullBackOff, message: Back-off pulling image } }',
  ),
  podFails(
    'CrashLoopBackOff',
    'Running',
    `ready: false, started: false, restartCount: 4, state: { waiting: { reason: CrashLoopBackOff, message: back-off restarting } }, lastState: { terminated: { ${ended} } }`,
  ),
  podGone,
];

/** The configuration file of kwok: the stages, and the file that every log is read from. */
export const kwokConfig = (logsFile: string): string =>
  [
    ...stages.map(stageOf),
    {
      apiVersion: 'kwok.x-k8s.io/v1alpha1',
      kind: 'ClusterLogs',
      metadata: { name: 'every-pod' },
      spec: { logs: [{ logsFile, follow: true }] },
    },
  ]
    .map((each) => stringify(each))
    .join('---\n');
