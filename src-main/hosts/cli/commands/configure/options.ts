/** What `configure` takes on its line. */
import { requirePace } from '../../../../contract/practice-pace.ts';
import { collected, option } from '../../declare.ts';

export const practice = option(
  '--practice [URL]',
  {
    zh: '本数据目录的演练环境，或 sitewright practice 在别处启动的演练环境',
    en: 'the practice site of this data folder, or one that sitewright practice serves elsewhere',
  },
  { excludes: ['--base-url'] },
);
export const baseUrl = option('--base-url <URL>', {
  zh: '真实站点，只含协议、主机和端口；不指定站点时给出规划表中第一台主机的管理地址，在终端上询问，确认后才使用',
  en: 'a real site: scheme, host and port only. Without a site the management address of the first host in the workbook is named; on a terminal it is asked about, never used without a yes',
});
export const allowHttp = option(
  '--allow-http',
  {
    zh: '允许用明文 http 访问真实站点；否则这样的地址会被拒绝（退出码 5）。密码会以明文经过网络',
    en: 'permits plain http to a real site; without it such an address is refused (exit 5). Passwords are then sent in clear text',
  },
  { needs: ['--base-url'] },
);
export const engineer = option(
  '--engineer <NAME>',
  {
    zh: '验收报告中的工程师姓名；不指定时取设置中的姓名；为空则留空供签字',
    en: "the engineer's name in the acceptance report; default: that of the settings; empty keeps the line open for signing",
  },
  { mayBeEmpty: true },
);
export const iso = option('--iso <FILE>', {
  zh: '要上传的 VMTools 镜像；不指定则没有此步骤。规划表旁的 SMTX_VMTOOLS-*.iso 只提示，不使用',
  en: 'the VMTools image to upload; without it there is no such step. SMTX_VMTOOLS-*.iso beside the workbook is named, not used',
});
export const preview = option(
  '--preview',
  {
    zh: '逐步检查现状后停止；不发送任何更改站点的请求',
    en: 'probes every step and stops there; sends nothing that changes the site',
  },
  { excludes: ['--preflight', '--pairing', '--yes', '--engineer'] },
);
export const preflight = option(
  '--preflight',
  {
    zh: '执行前检查：到节点的网络、证书、VIP 是否被占用、本机地址、时钟、镜像校验和、主机、端口、交换机；不加 --try-logins 时不登录',
    en: 'checks before anything is sent: network path to the node, certificate, VIP in use, address of this computer, clock, ISO checksum, hosts, ports, switches. No login without --try-logins',
  },
  { excludes: ['--pairing', '--yes', '--engineer', '--overwrite-serial'] },
);
export const pairing = option(
  '--pairing',
  {
    zh: '规划主机与扫描到的主机的对应表',
    en: 'the table of planned and scanned hosts',
  },
  {
    excludes: [
      '--yes',
      '--engineer',
      '--overwrite-serial',
      '--iso',
      '--only',
      '--skip',
      '--secret',
      '--current-password',
    ],
  },
);
export const tryLogins = option(
  '--try-logins',
  {
    zh: '每个主机账号各登录一次，因为主机会锁定账号。被拒绝的密码，在占用数据目录的进程中不会再用，除非人工重试该步骤且没有其他登录方式',
    en: 'one login to each host account, because hosts lock accounts. A refused password is not tried again by the process that owns the data folder, unless a person retries the step and there is no other way to log in',
  },
  { needs: ['--preview', '--preflight'] },
);
export const yes = option('-y, --yes', {
  zh: '不再询问是否开始；其他问题照常询问：未知密钥、覆盖、配对',
  en: 'starts without asking whether to start; every other question is still asked: unknown keys, overwriting, pairing',
});
export const only = option('--only <KEY...>', {
  zh: '只执行这些步骤：步骤 KEY（dns）、组（vlan）或开头（vlan:*）；可写多个或重复；不匹配任何步骤的会被拒绝。其他步骤所依赖的步骤保留',
  en: 'only these steps: keys (dns), groups (vlan) or prefixes (vlan:*); several after one option, or repeated. One that matches no step is refused. Steps that others rely on stay',
});
export const skip = option('--skip <KEY...>', {
  zh: '不执行这些步骤，写法同 --only',
  en: 'these steps will not run; written as for --only',
});
export const acceptFingerprint = option('--accept-fingerprint <SHA256>', {
  zh: '已核对过的证书或 SSH 密钥指纹；可重复',
  en: 'the fingerprint of a certificate or SSH key that you have compared already; repeatable',
}).argParser(collected);
export const currentPassword = option('--current-password <env:NAME>', {
  zh: '主机账号当前的密码，用于尚未改成规划表中密码的主机',
  en: 'current password of the host accounts, where it is not yet that of the workbook',
});
export const token = option('--token <env:NAME>', {
  zh: '会话令牌，用于无法登录时',
  en: 'a session token, for when nobody can log in',
});
export const secret = option('--secret <KEY=env:NAME>', {
  zh: '代替规划表中的密码；KEY 为其在 plan show 中的路径（hosts[0].bmc.password）；可重复。只保存变量名',
  en: 'a password instead of that in the workbook; KEY is its path in plan show (hosts[0].bmc.password); repeatable. Only the name of the variable is kept',
}).argParser(collected);
export const overwriteSerial = option('--overwrite-serial', {
  zh: '允许替换规划表中不同的序列号',
  en: 'allows replacing a different serial in the workbook',
});
export const fault = option(
  '--fault <SPEC>',
  {
    zh: '为本数据目录的演练环境设置故障；可重复。随进程结束；由另一进程长期占用数据目录时，新的设置替换以前的，--fault=none 全部取消，不指定则保持不变。别处启动的演练环境在那里设置，此处会被拒绝',
    en: 'injects a fault into the practice site of this data folder; repeatable. Faults end with the process; where another process owns the data folder, new ones replace the earlier ones, --fault=none removes them all, and without --fault they stay. For a site served elsewhere, inject them there',
  },
  { needs: ['--practice'] },
).argParser(collected);
export const pace = option(
  '--pace <PACE>',
  {
    zh: '本数据目录演练环境的速度：real（整个执行约 60 到 90 秒）或 fast（尽快）。默认取 SITEWRIGHT_PRACTICE_PACE，否则为 real；由另一进程长期占用数据目录时为上次的设置',
    en: 'pace of the practice site of this data folder: real (a whole run takes 60 to 90 seconds) or fast (as quick as possible). Default: SITEWRIGHT_PRACTICE_PACE, else real; where another process owns the data folder, as set last',
  },
  { needs: ['--practice'] },
).argParser((given) => requirePace('--pace', given));
export const practiceFresh = option(
  '--practice-fresh',
  {
    zh: '先把演练环境（和页面的示例规划表）恢复到初始状态；有执行任务占用该站点时会被拒绝',
    en: 'resets the practice site (and the sample workbook of the page) first; refused while a run holds the site. Without it the site is as it was left',
  },
  { needs: ['--practice'] },
);
