/** What cluster configuration says in the chapters that every report has. */
import type { ReportDraft } from '../../../contract/report.ts';
import type { Text } from '../../../contract/text.ts';
import { type Check, noteOfGroup, titleOfGroup } from './check-groups.ts';

export const subtitle: Text = {
  zh: 'SmartX 超融合集群配置',
  en: 'SmartX hyperconverged cluster configuration',
};

export const workbookLabel: Text = { zh: '规划表', en: 'Planning workbook' };

export const profileNote = (profile: string): Text => ({ zh: `模板 ${profile}`, en: `template ${profile}` });

export const plannedFrom: Text = {
  zh: '取自规划表或现场修改值',
  en: 'is the value of the planning workbook, or the edited value where it was edited on site',
};

export interface CoverValues {
  readonly clusterName: string | null;
  readonly serial: string | null;
  readonly version: string | null;
  readonly vip: string | null;
  readonly identity: string | null;
  readonly hostCount: number;
}

export function coverFacts(values: CoverValues): ReportDraft['cover']['facts'] {
  const { clusterName, serial, version, vip, identity } = values;
  const count = values.hostCount.toLocaleString('en-US');
  const hosts = { zh: `（${count} 台主机）`, en: ` (hosts: ${count})` };
  return [
    { label: { zh: '集群名称', en: 'Cluster' }, value: clusterName ?? '' },
    { label: { zh: '集群序列号', en: 'Cluster serial' }, value: { exact: serial ?? '' } },
    { label: { zh: '软件版本', en: 'Software' }, value: version ?? '' },
    { label: { zh: '管理 VIP', en: 'Management VIP' }, value: vip ?? '' },
    {
      label: { zh: '站点身份', en: 'Site identity' },
      value: [identity === null ? '' : { exact: identity }, hosts],
    },
  ];
}

/** A check as the report shows it. */
export function checkOf({ step: _, ...check }: Check): ReportDraft['checks'][number] {
  const { group } = check;
  return { ...check, groupTitle: titleOfGroup[group], groupNote: noteOfGroup[group] ?? null };
}
