import { z } from 'zod';
import type { Json } from '../../contract/json.ts';
import type { Text } from '../../contract/text.ts';
import type { Journal } from '../../runner/definition.ts';

/** The stage's own words for what was done, as downstream stages read them: Chinese, as are the errors beside them. */
const actionOf: Readonly<Record<string, string>> = {
  connect: '连接集群',
  identity: '核对部署状态',
  scan: '主机扫描',
  pairing: '主机配对',
  root: '初始化 Fisheye 管理员密码',
  session: '登录 Fisheye 获取凭证',
  vip: '配置管理 VIP',
  dns: '配置 DNS 服务器',
  ntp: '配置 NTP 服务器',
  ipmi: '批量配置 IPMI 帐号',
  vds: '配置业务虚拟交换机',
  vlan: '创建业务虚拟网络',
  'vlan-count': '查询业务虚拟交换机详情',
  password: '批量更新主机密码',
  iso: '上传SVT镜像',
  serial: '获取集群序列号',
  'write-back': 'write_plan_serial',
};

const statusOf: Readonly<Record<string, string>> = {
  succeeded: 'ok',
  warning: 'warning',
  failed: 'failed',
  skipped: 'skipped',
};

function toResult(key: string, ending: { state: string; message: Text | null }): Json[] {
  const [group = key, ...rest] = key.split(':');
  const action = actionOf[group];
  const status = statusOf[ending.state];
  if (action === undefined || status === undefined) {
    return [];
  }
  const named = rest.length === 0 ? action : `${action}[${rest.join(':')}]`;
  const unhappy = status === 'warning' || status === 'failed';
  return [
    { action: named, status, ...(unhappy && ending.message !== null ? { error: ending.message.zh } : {}) },
  ];
}

const textOf = (output: Json | undefined, name: string): Json =>
  typeof output === 'object' && output !== null && !Array.isArray(output)
    ? ((output as Record<string, Json>)[name] ?? null)
    : null;

interface Stage {
  readonly leftOut: readonly {
    readonly key: string;
    readonly because: Text;
    readonly kind?: string | undefined;
  }[];
  readonly journal: Journal;
  /** What the upload has last meant to do; it names the volume from its creation on. */
  readonly uploadIntent: Json | null;
}

const uploadSchema = z.object({
  made: z.object({ imageUuid: z.string(), volumeId: z.string(), chunkSize: z.number() }),
});

/** The outputs of the stage: `config_cluster`, `deploy_cloudtower`, `serial` and the workbook that was written. */
export function configureOutputs({ leftOut, journal, uploadIntent }: Stage): Readonly<Record<string, Json>> {
  const done = [...journal.endings].flatMap(([key, ending]) => toResult(key, ending));
  const notChosen = leftOut
    .filter(({ key, kind }) => kind === 'notChosen' && !journal.endings.has(key))
    .flatMap(({ key, because }) => toResult(key, { state: 'skipped', message: because }));
  const results = [...done, ...notChosen];
  const image = journal.outputs.get('iso') ?? null;
  const upload = uploadSchema.safeParse(uploadIntent);
  const stage: Record<string, Json> = { results };
  if (image !== null) {
    stage['svt_image'] = image;
  }
  if (upload.success) {
    const { imageUuid, volumeId, chunkSize } = upload.data.made;
    stage['svt_upload'] = { chunk_size: chunkSize, zbs_volume_id: volumeId, image_uuid: imageUuid };
  }
  return {
    config_cluster: stage,
    ...(image === null ? {} : { deploy_cloudtower: { vmtools: image } }),
    serial: textOf(journal.outputs.get('serial'), 'serial'),
    workbook: textOf(journal.outputs.get('write-back'), 'path'),
  };
}
