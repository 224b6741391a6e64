import type { Text } from '../contract/text.ts';

/**
 * Every fault the practice site can be ordered to have. A fault is `POINT[:WORD | :KEY=VALUE]…`; what stands here is
 * all there is to know about its form, so the parser, the help text and the tests read the same table.
 */

/** What a value may be: a whole number, one above zero, a percentage, an HTTP error status, any text, or one of a list. */
export type FaultValue = 'count' | 'positive' | 'percent' | 'status' | 'name' | readonly string[];

/** A fixed word, or a value: `key=VALUE` where it has a key, a bare word where it has none. */
export type FaultSegment =
  string | { readonly as: string; readonly keyed: boolean; readonly value: FaultValue };

export interface FaultEntry {
  readonly point: string;
  readonly segments: readonly FaultSegment[];
  readonly example: string;
  readonly description: Text;
}

const key = (as: string, value: FaultValue): FaultSegment => ({ as, keyed: true, value });
const word = (as: string, value: FaultValue): FaultSegment => ({ as, keyed: false, value });

const jobKinds = ['dns', 'ntp', 'vip', 'vds'] as const;
const readBacks = ['vip', 'dns', 'ntp', 'ipmi', 'images', 'to-upload', 'vlans'] as const;

interface Wording extends Text {
  readonly example: string;
}

function entry(point: string, segments: readonly FaultSegment[], wording: Wording): FaultEntry {
  const { example, zh, en } = wording;
  return { point, segments, example, description: { zh, en } };
}

export const faultEntries = {
  clockOff: entry('clock', [word('way', ['ahead', 'behind']), key('seconds', 'count')], {
    example: 'clock:behind:seconds=300',
    zh: '站点时钟（应答的 Date 头）快或慢指定秒数',
    en: "the site's clock (the Date header of its answers) is ahead or behind by this many seconds",
  }),
  clockMissing: entry('clock', ['missing'], {
    example: 'clock:missing',
    zh: '应答不带 Date 头',
    en: 'answers have no Date header',
  }),
  slow: entry('slow', [key('ms', 'count')], {
    example: 'slow:ms=200',
    zh: '每个 API 请求先等待指定毫秒数再处理',
    en: 'every API request waits this many milliseconds before it is handled',
  }),
  uploadChunk: entry('upload', [key('chunk', 'count'), key('fail', 'positive')], {
    example: 'upload:chunk=3:fail=2',
    zh: '指定分片的前若干次上传返回 500',
    en: 'the first uploads of this chunk are answered 500',
  }),
  uploadDrop: entry('upload', [key('drop', 'percent')], {
    example: 'upload:drop=50%',
    zh: '按比例在分片传输中途断开连接，每个分片只断一次',
    en: 'this share of the chunks has its connection torn half-way, once per chunk',
  }),
  uploadAnswer: entry('upload', [key('answer', ['to-upload', 'next-chunk', 'empty'])], {
    example: 'upload:answer=next-chunk',
    zh: '分片应答只含 to_upload、只含 next_chunk 或为空',
    en: 'a chunk is answered with to_upload only, next_chunk only, or nothing',
  }),
  jobFail: entry('job', [key('kind', jobKinds), 'fail'], {
    example: 'job:kind=dns:fail',
    zh: '该类任务以失败告终，更改不生效',
    en: 'jobs of this kind end failed and change nothing',
  }),
  jobStuck: entry('job', [key('kind', jobKinds), 'stuck'], {
    example: 'job:kind=ntp:stuck',
    zh: '该类任务一直停在 pending',
    en: 'jobs of this kind stay pending',
  }),
  jobDialect: entry('job', [key('dialect', ['seed'])], {
    example: 'job:dialect=seed',
    zh: '任务把交换机 uuid 放在 result.vds.uuid，而不是 data.job.resources',
    en: 'a job names its switch in result.vds.uuid instead of data.job.resources',
  }),
  vipJob: entry('vip', ['job'], {
    example: 'vip:job',
    zh: '设置 VIP 也返回 job_id',
    en: 'setting the VIP answers with a job_id as well',
  }),
  vdsJobFail: entry('vds', ['job-fail'], {
    example: 'vds:job-fail',
    zh: '创建虚拟交换机的任务失败，交换机随之消失',
    en: 'the job that makes a virtual switch fails and takes the switch with it',
  }),
  vdsAnswer: entry('vds', [key('answer', ['uuid'])], {
    example: 'vds:answer=uuid',
    zh: '创建虚拟交换机时直接返回 uuid，不产生任务',
    en: 'making a virtual switch answers its uuid at once, without a job',
  }),
  tokenExpire: entry('token', [key('expire-after', 'count')], {
    example: 'token:expire-after=5',
    zh: '每个会话在指定请求数之后失效',
    en: 'a session is refused after this many requests',
  }),
  sessionFail: entry('session', ['fail'], {
    example: 'session:fail',
    zh: '登录一律被拒绝',
    en: 'every login is refused',
  }),
  sessionExpireTime: entry('session', [key('expire-time', ['epoch', 'missing'])], {
    example: 'session:expire-time=epoch',
    zh: 'expire_time 以秒数给出，或不给出',
    en: 'expire_time is given in seconds, or not at all',
  }),
  rootFail: entry('root', ['fail'], {
    example: 'root:fail',
    zh: '初始化 root 返回 500',
    en: 'setting up root is answered 500',
  }),
  ipmiFail: entry('ipmi', [key('host', 'name'), 'fail'], {
    example: 'ipmi:host=demo-node-03:fail',
    zh: '该主机的 IPMI 账号校验失败（HTTP 200，列在 failure 中）',
    en: "this host's IPMI account is found invalid (HTTP 200, listed under failure)",
  }),
  vlanConflict: entry('vlan', [key('name', 'name'), 'conflict'], {
    example: 'vlan:name=VLAN-2106:conflict',
    zh: '创建该虚拟网络返回 409',
    en: 'making this network is answered 409',
  }),
  vlanTaken: entry('vlan', [key('name', 'name'), key('taken', 'count')], {
    example: 'vlan:name=VLAN-2106:taken=99',
    zh: '新建的虚拟交换机上已有同名网络，VLAN ID 为指定值',
    en: 'a new virtual switch already has a network of this name, with this VLAN id',
  }),
  vlansCount: entry('vlans', [key('count', 'count')], {
    example: 'vlans:count=0',
    zh: 'vlans_count 一律报为指定值',
    en: 'vlans_count is always reported as this number',
  }),
  sshRefuse: entry('ssh', [key('host', 'name'), 'refuse'], {
    example: 'ssh:host=demo-node-03:refuse',
    zh: '该主机的 SSH 连接立即被关闭',
    en: 'SSH connections to this host are closed at once',
  }),
  sshNoRoot: entry('ssh', [key('host', 'name'), 'no-root'], {
    example: 'ssh:host=demo-node-03:no-root',
    zh: '该主机禁止 root 通过 SSH 登录',
    en: 'root may not log in to this host over SSH',
  }),
  sshKeyChanged: entry('ssh', [key('host', 'name'), 'key-changed'], {
    example: 'ssh:host=demo-node-03:key-changed',
    zh: '该主机出示另一把主机密钥',
    en: 'this host presents another host key',
  }),
  sshDrop: entry('ssh', [key('host', 'name'), 'drop-after-change'], {
    example: 'ssh:host=demo-node-03:drop-after-change',
    zh: '密码改完后、应答前断开连接，仅一次',
    en: 'the connection is torn after passwords were changed and before the answer, once',
  }),
  httpStatus: entry('http', [key('status', 'status'), key('every', 'positive')], {
    example: 'http:status=503:every=7',
    zh: '每第 N 个 API 请求返回该状态码，不做任何更改',
    en: 'every Nth API request is answered with this status and changes nothing',
  }),
  errorCode: entry('ec', [key('code', 'name'), key('every', 'positive')], {
    example: 'ec:code=EBUSY:every=5',
    zh: '每第 N 个 API 请求返回 HTTP 200 但 ec 为错误码，不做任何更改',
    en: 'every Nth API request is answered HTTP 200 with this ec and changes nothing',
  }),
  envelopeMissing: entry('envelope', ['missing'], {
    example: 'envelope:missing',
    zh: '成功的应答不带 ec/data 外壳',
    en: 'successful answers come without the ec/data envelope',
  }),
  readBackMissing: entry('readback', [word('what', readBacks), 'missing'], {
    example: 'readback:vip:missing',
    zh: '该项不可读回（404）；to-upload：镜像列表不含剩余分片',
    en: 'this cannot be read back (404); to-upload: the image list does not say what is left',
  }),
  deployNotDeployed: entry('deploy', ['not-deployed'], {
    example: 'deploy:not-deployed',
    zh: '集群报告尚未部署',
    en: 'the cluster says it is not deployed',
  }),
  scanEmpty: entry('scan', ['empty'], {
    example: 'scan:empty',
    zh: '主机扫描结果为空',
    en: 'the host scan finds nothing',
  }),
  nicAbsent: entry('nic', [key('name', 'name'), 'absent'], {
    example: 'nic:name=ens3f1:absent',
    zh: '主机扫描结果中没有该网口',
    en: 'no scanned host has this port',
  }),
  scanNeedsToken: entry('scan', ['needs-token'], {
    example: 'scan:needs-token',
    zh: '主机扫描需要 token',
    en: 'the host scan needs a token',
  }),
  licenseMissing: entry('license', ['missing'], {
    example: 'license:missing',
    zh: '许可信息中没有序列号',
    en: 'the license answer holds no serial',
  }),
  licenseDialect: entry('license', [key('dialect', ['seed'])], {
    example: 'license:dialect=seed',
    zh: '序列号位于 data.license_info.serial_number',
    en: 'the serial stands in data.license_info.serial_number',
  }),
  createVolumeFail: entry('create-volume', ['fail'], {
    example: 'create-volume:fail',
    zh: '创建上传卷返回 500',
    en: 'making an upload volume is answered 500',
  }),
  podFails: entry('pod', [word('name', 'name'), 'ImagePullBackOff'], {
    example: 'pod:NAME:ImagePullBackOff',
    zh: '该 Pod 拉取镜像失败（用于演练环境的 Kubernetes 部分）',
    en: 'this pod cannot pull its image (for the Kubernetes part of the practice site)',
  }),
} as const satisfies Record<string, FaultEntry>;
export type FaultName = keyof typeof faultEntries;
