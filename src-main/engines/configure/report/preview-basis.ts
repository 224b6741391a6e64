/** What cluster configuration says in the preview that is signed before a run. */
import type { ReportBlock, Worded } from '../../../contract/report-blocks.ts';
import type { Text } from '../../../contract/text.ts';
import type { ConfigureInput } from '../input.ts';
import { exactSize } from '../../../contract/byte-words.ts';
import { profileNote, workbookLabel } from './shared-chapters.ts';
import { fileNameOf } from './written-back.ts';

/** Times are ISO 8601. */
export interface PreviewFacts {
  readonly input: Pick<ConfigureInput, 'plan' | 'workbook' | 'site' | 'iso'>;
  /** What tells the site from another; null where nobody could read it. */
  readonly identity: readonly string[] | null;
  readonly readAt: string;
  readonly madeAt: string;
}

const note: Text = {
  zh: '读取现状时没有向站点发送任何变更。现状在读取之后可能变化，每一步执行前都会再次检查；现状未知或受阻的步骤在执行时判断，与规划冲突时由实施工程师决定。',
  en: 'Reading the current state sent no changes to the site. The site may have changed since, so every step checks it again before it acts. Steps that are blocked or whose current state is unknown are decided during the run; the deployment engineer decides on conflicts with the plan.',
};

function imageWords({ iso }: PreviewFacts['input']): Text {
  if (iso === null) {
    return { zh: '不上传', en: 'Not uploaded' };
  }
  const size = exactSize(iso.sizeBytes);
  return { zh: `${iso.fileName}，${size.zh}`, en: `${iso.fileName}, ${size.en}` };
}

/** Whose site it is, when it was read, and from which files the run will be made. */
export function previewBasis({ input, identity, readAt, madeAt }: PreviewFacts): Worded<ReportBlock>[] {
  const { plan, workbook, site } = input;
  const address = site.kind === 'practice' ? site.url : site.baseUrl;
  const name = fileNameOf(workbook.path);
  const profile = profileNote(plan.profile);
  const facts = [
    { label: { zh: '客户名称', en: 'Customer' }, value: plan.customer ?? '' },
    { label: { zh: '项目名称', en: 'Project' }, value: plan.project ?? '' },
    { label: { zh: '数据中心', en: 'Data center' }, value: plan.dataCenter ?? '' },
    { label: { zh: '集群名称', en: 'Cluster' }, value: plan.cluster.name ?? '' },
    {
      label: { zh: '站点', en: 'Site' },
      value: address === null ? { zh: '演练环境', en: 'Practice site' } : { exact: address },
      wide: true,
    },
    {
      label: { zh: '站点身份', en: 'Site identity' },
      value: { exact: identity?.join(' ') ?? '' },
      wide: true,
    },
    { label: { zh: '现状读取时间', en: 'Current state read at' }, value: { moment: readAt } },
    { label: { zh: '出具时间', en: 'Issued at' }, value: { moment: madeAt } },
    {
      label: workbookLabel,
      value: {
        lines: [
          { zh: `${name}（${profile.zh}）`, en: `${name} (${profile.en})` },
          { exact: `SHA-256 ${workbook.sha256}` },
        ],
      },
      wide: true,
    },
    { label: { zh: 'VMTools 镜像', en: 'VMTools image' }, value: imageWords(input), wide: true },
  ];
  return [
    { kind: 'facts', facts },
    { kind: 'paragraph', style: 'note', text: note },
  ];
}
