import type { FaultGroup, FaultKey, FaultScenario, FaultSegment, FaultValue } from '../contract/fault.ts';
import type { Text } from '../contract/text.ts';

/**
 * Every fault the practice site can be ordered to have. A fault is `POINT[:WORD | :KEY=VALUE]…`; what stands here is
 * all there is to know about its form, so the parser, the help text and the tests read the same table.
 */

const key = (as: FaultKey, value: FaultValue): FaultSegment => ({ as, keyed: true, value });
const word = (as: FaultKey, value: FaultValue): FaultSegment => ({ as, keyed: false, value });

const jobKinds = ['dns', 'ntp', 'vip', 'vds'] as const;
const readBacks = ['vip', 'dns', 'ntp', 'ipmi', 'images', 'to-upload', 'vlans'] as const;

const podFaults = ['ImagePullBackOff', 'CrashLoopBackOff', 'Unschedulable', 'NotReady', 'slow'] as const;

interface Wording extends Text {
  readonly example: string;
  readonly group: FaultGroup;
}

function entry(point: string, segments: readonly FaultSegment[], wording: Wording): FaultScenario {
  const { example, group, zh, en } = wording;
  return { point, group, segments, example, description: { zh, en } };
}

export const faultEntries = {
  clockOff: entry('clock', [word('way', ['ahead', 'behind']), key('seconds', 'count')], {
    group: 'connection',
    example: 'clock:behind:seconds=300',
    zh: '站点时钟偏差（快或慢指定秒数）',
    en: 'Site clock is off by a number of seconds',
  }),
  clockMissing: entry('clock', ['missing'], {
    group: 'connection',
    example: 'clock:missing',
    zh: '站点不提供时间（应答无 Date 头）',
    en: 'Site does not report the time (no Date header)',
  }),
  slow: entry('slow', [key('ms', 'count')], {
    group: 'connection',
    example: 'slow:ms=200',
    zh: '网络缓慢：每个请求延迟指定毫秒数',
    en: 'Slow network: every request is delayed by a number of milliseconds',
  }),
  uploadChunk: entry('upload', [key('chunk', 'count'), key('fail', 'positive')], {
    group: 'upload',
    example: 'upload:chunk=3:fail=2',
    zh: '某个分片上传失败若干次（500）',
    en: 'A chunk upload fails a number of times (500)',
  }),
  uploadDrop: entry('upload', [key('drop', 'percent')], {
    group: 'upload',
    example: 'upload:drop=50%',
    zh: '上传中途断连，断开指定比例的分片',
    en: 'Connection drops during the upload, for a percentage of the chunks',
  }),
  uploadAnswer: entry('upload', [key('answer', ['to-upload', 'next-chunk', 'empty'])], {
    group: 'upload',
    example: 'upload:answer=next-chunk',
    zh: '上传应答不完整',
    en: 'Incomplete upload response',
  }),
  jobFail: entry('job', [key('kind', jobKinds), 'fail'], {
    group: 'network',
    example: 'job:kind=dns:fail',
    zh: '集群任务失败',
    en: 'Cluster job fails',
  }),
  jobStuck: entry('job', [key('kind', jobKinds), 'stuck'], {
    group: 'network',
    example: 'job:kind=ntp:stuck',
    zh: '集群任务一直不结束',
    en: 'Cluster job never finishes',
  }),
  jobDialect: entry('job', [key('dialect', ['seed'])], {
    group: 'network',
    example: 'job:dialect=seed',
    zh: '集群任务的应答格式为旧版本',
    en: 'Cluster job responds in an older format',
  }),
  vipJob: entry('vip', ['job'], {
    group: 'network',
    example: 'vip:job',
    zh: '设置 VIP 需要等待集群任务',
    en: 'Setting the VIP starts a cluster job',
  }),
  vdsJobFail: entry('vds', ['job-fail'], {
    group: 'network',
    example: 'vds:job-fail',
    zh: '虚拟交换机创建失败',
    en: 'Virtual switch creation fails',
  }),
  vdsAnswer: entry('vds', [key('answer', ['uuid'])], {
    group: 'network',
    example: 'vds:answer=uuid',
    zh: '虚拟交换机立即创建，不产生集群任务',
    en: 'Virtual switch is created immediately, without a cluster job',
  }),
  tokenExpire: entry('token', [key('expire-after', 'count')], {
    group: 'accounts',
    example: 'token:expire-after=5',
    zh: '登录会话在若干请求后过期',
    en: 'Session expires after a number of requests',
  }),
  sessionFail: entry('session', ['fail'], {
    group: 'accounts',
    example: 'session:fail',
    zh: '登录被拒绝',
    en: 'Login is refused',
  }),
  sessionExpireTime: entry('session', [key('expire-time', ['epoch', 'missing'])], {
    group: 'accounts',
    example: 'session:expire-time=epoch',
    zh: '会话过期时间格式不同或缺失',
    en: 'Session expiry time is missing or in a different format',
  }),
  rootFail: entry('root', ['fail'], {
    group: 'accounts',
    example: 'root:fail',
    zh: '管理员初始化失败（500）',
    en: 'Administrator setup fails (500)',
  }),
  ipmiFail: entry('ipmi', [key('host', 'host'), 'fail'], {
    group: 'accounts',
    example: 'ipmi:host=demo-node-03:fail',
    zh: '主机的带外账号校验失败',
    en: 'BMC account validation fails on a host',
  }),
  vlanConflict: entry('vlan', [key('name', 'network'), 'conflict'], {
    group: 'network',
    example: 'vlan:name=VLAN-2106:conflict',
    zh: '虚拟网络创建失败：冲突（409）',
    en: 'Virtual network creation fails: conflict (409)',
  }),
  vlanTaken: entry('vlan', [key('name', 'network'), key('taken', 'count')], {
    group: 'network',
    example: 'vlan:name=VLAN-2106:taken=99',
    zh: '虚拟交换机上已有同名网络，VLAN ID 不同',
    en: 'The virtual switch already has a network with this name and another VLAN ID',
  }),
  vlansCount: entry('vlans', [key('count', 'count')], {
    group: 'network',
    example: 'vlans:count=0',
    zh: '虚拟网络数量统计有误',
    en: 'Virtual network count is wrong',
  }),
  sshRefuse: entry('ssh', [key('host', 'host'), 'refuse'], {
    group: 'connection',
    example: 'ssh:host=demo-node-03:refuse',
    zh: '主机的 SSH 连接被立即断开',
    en: 'SSH connection to a host is closed immediately',
  }),
  sshNoRoot: entry('ssh', [key('host', 'host'), 'no-root'], {
    group: 'accounts',
    example: 'ssh:host=demo-node-03:no-root',
    zh: '主机禁止 root 通过 SSH 登录',
    en: 'Host forbids root login over SSH',
  }),
  sshKeyChanged: entry('ssh', [key('host', 'host'), 'key-changed'], {
    group: 'connection',
    example: 'ssh:host=demo-node-03:key-changed',
    zh: '主机 SSH 密钥已变更',
    en: 'SSH host key of a host has changed',
  }),
  sshDrop: entry('ssh', [key('host', 'host'), 'drop-after-change'], {
    group: 'connection',
    example: 'ssh:host=demo-node-03:drop-after-change',
    zh: '修改密码后断连一次',
    en: 'Connection drops once after a password change',
  }),
  httpStatus: entry('http', [key('status', 'status'), key('every', 'positive')], {
    group: 'connection',
    example: 'http:status=503:every=7',
    zh: '每 N 个请求失败一次，返回指定状态码',
    en: 'Every Nth request fails with a given status code',
  }),
  errorCode: entry('ec', [key('code', 'name'), key('every', 'positive')], {
    group: 'connection',
    example: 'ec:code=EBUSY:every=5',
    zh: '每 N 个请求失败一次，返回指定错误码',
    en: 'Every Nth request fails with a given error code',
  }),
  envelopeMissing: entry('envelope', ['missing'], {
    group: 'connection',
    example: 'envelope:missing',
    zh: '应答缺少 ec/data 外层',
    en: 'Responses lack the ec/data envelope',
  }),
  readBackMissing: entry('readback', [word('what', readBacks), 'missing'], {
    group: 'network',
    example: 'readback:vip:missing',
    zh: '该项无读取接口（404）',
    en: 'Value has no read API (404)',
  }),
  deployNotDeployed: entry('deploy', ['not-deployed'], {
    group: 'connection',
    example: 'deploy:not-deployed',
    zh: '集群尚未部署',
    en: 'Cluster is not deployed yet',
  }),
  scanEmpty: entry('scan', ['empty'], {
    group: 'connection',
    example: 'scan:empty',
    zh: '主机扫描无结果',
    en: 'Host scan finds no hosts',
  }),
  nicAbsent: entry('nic', [key('name', 'port'), 'absent'], {
    group: 'network',
    example: 'nic:name=ens3f1:absent',
    zh: '主机没有该网口',
    en: 'Hosts lack this port',
  }),
  scanNeedsToken: entry('scan', ['needs-token'], {
    group: 'accounts',
    example: 'scan:needs-token',
    zh: '主机扫描需要登录',
    en: 'Host scan requires login',
  }),
  licenseMissing: entry('license', ['missing'], {
    group: 'connection',
    example: 'license:missing',
    zh: '读取不到集群序列号',
    en: 'Cluster serial cannot be read',
  }),
  licenseDialect: entry('license', [key('dialect', ['seed'])], {
    group: 'connection',
    example: 'license:dialect=seed',
    zh: '序列号的应答格式为旧版本',
    en: 'Serial is returned in an older format',
  }),
  createVolumeFail: entry('create-volume', ['fail'], {
    group: 'upload',
    example: 'create-volume:fail',
    zh: '上传卷创建失败（500）',
    en: 'Upload volume creation fails (500)',
  }),
  podFails: entry('pod', [word('name', 'name'), word('what', podFaults)], {
    group: 'kubernetes',
    example: 'pod:portal:ImagePullBackOff',
    zh: '工作负载的新 Pod 无法就绪：ImagePullBackOff、CrashLoopBackOff、Unschedulable、NotReady 或 slow（启动缓慢）',
    en: 'New pods of a workload do not get ready: ImagePullBackOff, CrashLoopBackOff, Unschedulable, NotReady, or slow to start',
  }),
  quotaExceeded: entry('quota', [key('namespace', 'name')], {
    group: 'kubernetes',
    example: 'quota:namespace=web',
    zh: '命名空间的配额已用尽，无法创建新的 Pod',
    en: 'The quota of a namespace is used up: no new pod is created there',
  }),
  nodeFails: entry('node', [word('name', 'name'), word('what', ['fails', 'vanishes', 'flips-back'])], {
    group: 'kubernetes',
    example: 'node:gpu-04:fails',
    zh: '节点的纳管或解除纳管：失败、中途节点消失，或立即回到失败状态',
    en: 'Managing or unmanaging a node fails, the node vanishes meanwhile, or its phase flips back at once',
  }),
  jobEnds: entry('job', [word('name', 'name'), word('what', ['fails', 'hangs'])], {
    group: 'kubernetes',
    example: 'job:backup:fails',
    zh: 'Kubernetes Job 失败，或一直不结束',
    en: 'A Kubernetes Job fails, or never finishes',
  }),
  watchStall: entry('watch', ['stall'], {
    group: 'kubernetes',
    example: 'watch:stall',
    zh: 'watch 连接保持打开，但不再有任何事件',
    en: 'Watches stay open and send nothing',
  }),
  watchDropAfter: entry('watch', [key('drop-after', 'positive')], {
    group: 'kubernetes',
    example: 'watch:drop-after=3',
    zh: 'watch 连接在若干事件后中断',
    en: 'Watches are torn after a number of events',
  }),
  watchExpired: entry('watch', ['expired'], {
    group: 'kubernetes',
    example: 'watch:expired',
    zh: 'watch 的起始版本总是过旧（410）',
    en: 'The version a watch begins at is always too old (410)',
  }),
  apiStatus: entry('api', [key('status', 'status'), key('every', 'positive')], {
    group: 'kubernetes',
    example: 'api:status=503:every=5',
    zh: 'Kubernetes API 每 N 个请求失败一次，返回指定状态码',
    en: 'Every Nth request to the Kubernetes API fails with a given status code',
  }),
  apiThrottle: entry('api', [key('throttle', ['429']), key('retry-after', 'count')], {
    group: 'kubernetes',
    example: 'api:throttle=429:retry-after=2',
    zh: 'Kubernetes API 限流：每个请求先返回 429，并要求等待指定秒数',
    en: 'The Kubernetes API throttles: the first response to each request is 429 with the seconds to wait',
  }),
  apiConflict: entry('api', [key('conflict', 'positive')], {
    group: 'kubernetes',
    example: 'api:conflict=2',
    zh: '最初若干次修改返回冲突（409）',
    en: 'The first changes meet a conflict (409)',
  }),
  rbacDeny: entry('rbac', [key('deny', 'name')], {
    group: 'kubernetes',
    example: 'rbac:deny=patch/deployments',
    zh: '没有某项权限：动词/资源，例如 patch/deployments、delete/pods、update/nodes.amd.com/status',
    en: 'A permission is missing: VERB/RESOURCE, such as patch/deployments, delete/pods, update/nodes.amd.com/status',
  }),
} as const satisfies Record<string, FaultScenario>;
export type FaultName = keyof typeof faultEntries;
