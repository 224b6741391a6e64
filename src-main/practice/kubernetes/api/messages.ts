/**
 * The protobuf messages that kubectl's creating commands send: by each field's number its name and its kind. What stands
 * here is what a practice cluster is asked to make; a field that does not is refused by its number.
 */

/** `text`, `yes`, `whole` and `count`, whose zero means something, are plain; `map` is of texts; others are messages. */
type FieldKind = string;

export interface MessageField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly isList: boolean;
}

/** Written as `1 name kind`, a list as `1 name kind*`. */
const written: Readonly<Record<string, string>> = {
  ObjectMeta:
    '1 name text,2 generateName text,3 namespace text,4 selfLink text,5 uid text,6 resourceVersion text,7 generation whole,8 creationTimestamp Time,9 deletionTimestamp Time,10 deletionGracePeriodSeconds whole,11 labels map,12 annotations map,13 ownerReferences OwnerReference*,14 finalizers text*',
  OwnerReference:
    '1 kind text,3 name text,4 uid text,5 apiVersion text,6 controller yes,7 blockOwnerDeletion yes',
  LabelSelector: '1 matchLabels map,2 matchExpressions Requirement*',
  Requirement: '1 key text,2 operator text,3 values text*',
  Namespace: '1 metadata ObjectMeta,2 spec NamespaceSpec,3 status Empty',
  NamespaceSpec: '1 finalizers text*',
  ConfigMap: '1 metadata ObjectMeta,2 data map,3 binaryData bytesMap,4 immutable yes',
  Secret: '1 metadata ObjectMeta,2 data bytesMap,3 type text,4 stringData map,5 immutable yes',
  ServiceAccount: '1 metadata ObjectMeta',
  Deployment: '1 metadata ObjectMeta,2 spec DeploymentSpec,3 status Empty',
  DeploymentSpec:
    '1 replicas count,2 selector LabelSelector,3 template PodTemplate,4 strategy Strategy,5 minReadySeconds whole,6 revisionHistoryLimit count,7 paused yes,9 progressDeadlineSeconds count',
  Strategy: '1 type text,2 rollingUpdate Rolling',
  Rolling: '1 maxUnavailable IntOrString,2 maxSurge IntOrString',
  PodTemplate: '1 metadata ObjectMeta,2 spec PodSpec',
  Pod: '1 metadata ObjectMeta,2 spec PodSpec,3 status Empty',
  PodSpec:
    '1 volumes Volume*,2 containers Container*,3 restartPolicy text,4 terminationGracePeriodSeconds count,5 activeDeadlineSeconds count,6 dnsPolicy text,7 nodeSelector map,8 serviceAccountName text,9 serviceAccount text,10 nodeName text,11 hostNetwork yes,14 securityContext Empty,15 imagePullSecrets Named*,16 hostname text,17 subdomain text,19 schedulerName text,20 initContainers Container*,22 tolerations Toleration*',
  Volume: '1 name text,2 volumeSource VolumeSource',
  VolumeSource: '2 emptyDir Empty,19 configMap ConfigMapVolume',
  ConfigMapVolume: '1 localObjectReference Named,3 defaultMode whole',
  Named: '1 name text',
  Toleration: '1 key text,2 operator text,3 value text,4 effect text,5 tolerationSeconds whole',
  Container:
    '1 name text,2 image text,3 command text*,4 args text*,5 workingDir text,6 ports ContainerPort*,7 env EnvVar*,8 resources Resources,9 volumeMounts Mount*,10 livenessProbe Probe,11 readinessProbe Probe,13 terminationMessagePath text,14 imagePullPolicy text,15 securityContext Empty,16 stdin yes,17 stdinOnce yes,18 tty yes,20 terminationMessagePolicy text',
  ContainerPort: '1 name text,2 hostPort whole,3 containerPort whole,4 protocol text,5 hostIP text',
  EnvVar: '1 name text,2 value text',
  Resources: '1 limits QuantityMap,2 requests QuantityMap',
  Mount: '1 name text,2 readOnly yes,3 mountPath text,4 subPath text',
  Probe:
    '1 handler Handler,2 initialDelaySeconds whole,3 timeoutSeconds whole,4 periodSeconds whole,5 successThreshold whole,6 failureThreshold whole',
  Handler: '2 httpGet HttpGet',
  HttpGet: '1 path text,2 port IntOrString,3 host text,4 scheme text',
  Job: '1 metadata ObjectMeta,2 spec JobSpec,3 status Empty',
  JobSpec:
    '1 parallelism count,2 completions count,3 activeDeadlineSeconds count,4 selector LabelSelector,5 manualSelector yes,6 template PodTemplate,7 backoffLimit count,8 ttlSecondsAfterFinished count,9 completionMode text,10 suspend yes,14 podReplacementPolicy text',
  CronJob: '1 metadata ObjectMeta,2 spec CronJobSpec,3 status Empty',
  CronJobSpec:
    '1 schedule text,2 startingDeadlineSeconds whole,3 concurrencyPolicy text,4 suspend yes,5 jobTemplate JobTemplate,6 successfulJobsHistoryLimit count,7 failedJobsHistoryLimit count,8 timeZone text',
  JobTemplate: '1 metadata ObjectMeta,2 spec JobSpec',
  ResourceQuota: '1 metadata ObjectMeta,2 spec QuotaSpec,3 status Empty',
  QuotaSpec: '1 hard QuantityMap,2 scopes text*',
  PodDisruptionBudget: '1 metadata ObjectMeta,2 spec BudgetSpec,3 status Empty',
  BudgetSpec: '1 minAvailable IntOrString,2 selector LabelSelector,3 maxUnavailable IntOrString',
  Service: '1 metadata ObjectMeta,2 spec ServiceSpec,3 status Empty',
  ServiceSpec:
    '1 ports ServicePort*,2 selector map,3 clusterIP text,4 type text,7 sessionAffinity text,18 clusterIPs text*',
  ServicePort: '1 name text,2 protocol text,3 port whole,4 targetPort IntOrString,5 nodePort whole',
  Eviction: '1 metadata ObjectMeta,2 deleteOptions DeleteOptions',
  DeleteOptions:
    '1 gracePeriodSeconds count,2 preconditions Preconditions,3 orphanDependents yes,4 propagationPolicy text,5 dryRun text*',
  Preconditions: '1 uid text,2 resourceVersion text',
  SelfSubjectAccessReview: '1 metadata ObjectMeta,2 spec AccessSpec,3 status Empty',
  AccessSpec: '1 resourceAttributes ResourceAttributes,2 nonResourceAttributes PathAttributes',
  ResourceAttributes:
    '1 namespace text,2 verb text,3 group text,4 version text,5 resource text,6 subresource text,7 name text',
  PathAttributes: '1 path text,2 verb text',
  SelfSubjectRulesReview: '1 metadata ObjectMeta,2 spec RulesSpec,3 status Empty',
  RulesSpec: '1 namespace text',
  SelfSubjectReview: '1 metadata ObjectMeta,2 status Empty',
};

export type Message = ReadonlyMap<number, MessageField>;

function read(fields: string): Message {
  const each = fields.split(',').map((field) => {
    const [number, name = '', kind = ''] = field.split(' ');
    const isList = kind.endsWith('*');
    return [Number(number), { name, kind: kind.replace('*', ''), isList }] as const;
  });
  return new Map(each);
}

/** By their names; null for one that is not known. */
const known = new Map(Object.entries(written).map(([name, fields]) => [name, read(fields)]));

export const messageOf = (name: string): Message | null => known.get(name) ?? null;
