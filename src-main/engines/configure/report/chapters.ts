/** The chapters that only the report of a configured cluster has, each from its data. */
import type { ReportBlock, Worded } from '../../../contract/report-blocks.ts';
import type { OwnChapter } from '../../../contract/report.ts';
import type { Text } from '../../../contract/text.ts';
import type { WrittenBack } from '../../../contract/written-back.ts';
import type { AccountRow } from './accounts.ts';
import { exactSize } from '../../../contract/byte-words.ts';

type Block = Worded<ReportBlock>;

export interface HostRow {
  readonly number: number;
  readonly name: string;
  readonly serial: string | null;
  readonly uuid: string | null;
  readonly managementIp: string;
  readonly storageIp: string | null;
  readonly bmcAddress: string | null;
  readonly rack: string | null;
  readonly version: string | null;
}

export interface UploadedImage {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly imageUuid: string;
  /** False when the image was there already: the sum is that of the file on the laptop only. */
  readonly compared: boolean;
}

const position: Text = { zh: '序号', en: 'No.' };

function yesOrNo(isSo: boolean | null): Text | string {
  if (isSo === null) {
    return '';
  }
  return isSo ? { zh: '是', en: 'Yes' } : { zh: '否', en: 'No' };
}

const paragraph = (style: 'intro' | 'note' | 'empty', text: Text): Block => ({
  kind: 'paragraph',
  style,
  text,
});

export function hostsChapter(hosts: readonly HostRow[]): OwnChapter {
  const title = { zh: '环境清单', en: 'Environment' };
  if (hosts.length === 0) {
    return { title, blocks: [] };
  }
  const table: Block = {
    kind: 'table',
    columns: [
      { title: position, widthPx: 34, centered: true },
      { title: { zh: '主机名 / UUID', en: 'Hostname / UUID' } },
      { title: 'S/N', widthPx: 92 },
      { title: { zh: '管理地址 / 存储地址', en: 'Management / storage' }, widthPx: 98 },
      { title: { zh: '带外地址', en: 'BMC address' }, widthPx: 98 },
      { title: { zh: '机架', en: 'Rack' }, widthPx: 54 },
      { title: { zh: '版本', en: 'Version' }, widthPx: 62 },
    ],
    groups: [
      {
        heading: null,
        rows: hosts.map((host) => [
          String(host.number),
          { lines: [host.name, { exact: host.uuid ?? '' }] },
          { exact: host.serial ?? '' },
          { lines: [host.managementIp, host.storageIp ?? ''] },
          host.bmcAddress ?? '',
          host.rack ?? '',
          host.version ?? '',
        ]),
      },
    ],
  };
  const note = {
    zh: '机架位置取自规划表，未到机柜前逐一核对。',
    en: 'Rack positions are taken from the planning workbook and were not inspected at the racks.',
  };
  return { title, blocks: [table, paragraph('note', note)] };
}

/** Which accounts the customer takes over. Never a password. */
export function accountsChapter(accounts: readonly AccountRow[]): OwnChapter {
  const title = { zh: '账号交接', en: 'Account handover' };
  if (accounts.length === 0) {
    return { title, blocks: [] };
  }
  const intro = {
    zh: '本次执行创建、修改、登记或用于登录的全部账号。密码不在本报告中，另行当面交接。',
    en: 'Every account that this run created, changed, registered or logged in with. Passwords are not part of this report and are handed over in person.',
  };
  const groups = [...new Set(accounts.map(({ group }) => group))];
  const rows = groups.map((group) => ({ heading: group, of: accounts.filter((one) => one.group === group) }));
  const table: Block = {
    kind: 'table',
    columns: [
      { title: position, widthPx: 34, centered: true },
      { title: { zh: '登录位置', en: 'Login at' } },
      { title: { zh: '账号', en: 'Account' }, widthPx: 92 },
      { title: { zh: '本次处理', en: 'Done in this run' }, widthPx: 176 },
      { title: { zh: '登录已验证', en: 'Login verified' }, widthPx: 84, centered: true },
      { title: { zh: '时间', en: 'Time' }, widthPx: 62, centered: true },
    ],
    groups: rows.map(({ heading, of }) => ({
      heading,
      rows: of.map((item) => [
        String(accounts.indexOf(item) + 1),
        item.on,
        item.account,
        item.done,
        yesOrNo(item.verified),
        item.at === null ? '' : { clock: item.at },
      ]),
    })),
  };
  return { title, blocks: [paragraph('intro', intro), table] };
}

export function imageChapter(image: UploadedImage | null): OwnChapter {
  const title = { zh: 'VMTools 镜像', en: 'VMTools image' };
  if (image === null) {
    return { title, blocks: [] };
  }
  const notCompared = {
    label: '',
    value: {
      zh: '镜像在执行前已存在；SHA-256 为本地文件的值，集群不提供校验值，无法比对。',
      en: 'The image existed before this run. The SHA-256 is that of the local file; the cluster provides no checksum to compare it with.',
    },
    wide: true,
  };
  const facts = [
    { label: { zh: '文件名', en: 'File name' }, value: image.fileName },
    { label: { zh: '大小', en: 'Size' }, value: exactSize(image.sizeBytes) },
    { label: 'SHA-256', value: { exact: image.sha256 }, wide: true },
    ...(image.compared ? [] : [notCompared]),
    { label: { zh: '镜像 UUID', en: 'Image UUID' }, value: { exact: image.imageUuid }, wide: true },
  ];
  return { title, blocks: [{ kind: 'facts', facts }] };
}

/** What was written into the planning sheet, and the sums of the sheet and of this report. */
export function writeBackChapter(written: WrittenBack | null, plannedSha256: string): OwnChapter {
  const sums = [{ of: { zh: '导入时的规划表', en: 'Planning workbook as imported' }, sha256: plannedSha256 }];
  const blocks: Block[] = [];
  if (written === null) {
    const none = { zh: '规划表未回填。', en: 'Nothing was written back to the planning workbook.' };
    blocks.push(paragraph('empty', none));
  } else {
    blocks.push({
      kind: 'facts',
      facts: [
        { label: { zh: '文件', en: 'File' }, value: written.fileName, wide: true },
        { label: { zh: '单元格', en: 'Cell' }, value: `${written.sheet}!${written.cell}` },
        { label: { zh: '写入值', en: 'Value written' }, value: { exact: written.value } },
        { label: { zh: '备份文件', en: 'Backup file' }, value: written.backupFileName ?? '', wide: true },
      ],
    });
    if (written.copy) {
      const copied = {
        zh: '规划表当时不能写入，以上内容写在副本中，原文件未改动。',
        en: 'The planning workbook was not writable at the time: the value was written to a copy, the original is unchanged.',
      };
      blocks.push(paragraph('note', copied));
    }
    sums.push(
      {
        of: { zh: '回填前的规划表', en: 'Planning workbook before write-back' },
        sha256: written.sha256Before,
      },
      { of: { zh: '回填后的规划表', en: 'Planning workbook after write-back' }, sha256: written.sha256After },
    );
  }
  blocks.push({ kind: 'checksums', sums });
  return { title: { zh: '回填记录与校验值', en: 'Write-back and checksums' }, blocks };
}
