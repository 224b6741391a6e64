/** A cell as the sample has it. `result` of a formula is what a spreadsheet program would have saved with it. */
export type SampleValue = string | number | { readonly formula: string; readonly result?: string | number };

export interface SampleSheet {
  readonly title: string;
  readonly isHidden?: boolean;
  cells: Record<string, SampleValue>;
  merges: string[];
  isProtected?: boolean;
  /** Targets by cell. */
  hyperlinks?: Record<string, string>;
}

/** Row by row: `{ B2: ['x', 'y'] }` puts y into C2. Null leaves a cell empty. */
function rows(entries: Record<string, readonly (SampleValue | null)[]>): Record<string, SampleValue> {
  const cells: Record<string, SampleValue> = {};
  for (const [start, values] of Object.entries(entries)) {
    const row = start.slice(1);
    values.forEach((value, index) => {
      if (value !== null) {
        cells[String.fromCharCode(start.charCodeAt(0) + index) + row] = value;
      }
    });
  }
  return cells;
}

/** Titles are put together from the cover, as in the template. */
const titled = (name: string): SampleValue => ({
  formula: `文档描述!C15&文档描述!C16&"${name}"`,
  result: `示例客户演练项目${name}`,
});

export const sampleClusterName = 'DEMO-NET-SMTX-Lab-Cls01';

/** A fresh copy of the sample plan: four hosts, eleven business networks, labels and places of the v20250820 template. */
export function sampleSheets(): SampleSheet[] {
  return [
    {
      title: '更新说明',
      cells: rows({
        A1: ['作者', '更新日期', '更新记录'],
        A2: ['Sitewright', '2025.8.20', '演练用示例规划'],
      }),
      merges: [],
    },
    {
      title: '文档描述',
      cells: rows({
        B15: ['客户名称：', '示例客户'],
        B16: ['项目名称：', '演练项目'],
        B17: ['数据中心名称：', 'DEMO-DC'],
        B18: ['版本日期', '版本', '作者', '联系电话', '变更记录'],
      }),
      merges: ['C15:F15', 'C16:F16', 'C17:F17'],
    },
    confirmationSheet(),
    racksSheet(),
    networkSheet(),
    hostsSheet(),
    managementSheet(),
    portsSheet(),
  ];
}

function confirmationSheet(): SampleSheet {
  return {
    title: '配置确认表',
    isHidden: true,
    cells: {
      ...rows({
        A6: ['项目', '配置项', '可选项', '推荐项', '后期可否变更', '变更方案', '是否影响业务', '用途'],
      }),
      ...rows({ I6: ['推荐原因或局限', '确认项', '备注'] }),
      B21: 'SMTX OS',
      J21: '6.2.0P4',
      B26: '单集群节点数量',
      J26: 4,
    },
    merges: [],
  };
}

function racksSheet(): SampleSheet {
  return {
    title: '机架位置',
    cells: { B5: '机柜编号: R01', J5: '机柜编号: R02' },
    merges: ['B5:G5', 'J5:O5'],
  };
}

function networkSheet(): SampleSheet {
  const business = Array.from({ length: 11 }, (_, index): readonly (SampleValue | null)[] => [
    `VLAN-${2101 + index}`,
    index === 0 ? '虚拟机网络(按需提供)' : null,
    2101 + index,
    'Access',
    `198.18.${101 + index}.0/24`,
    `198.18.${101 + index}.1`,
  ]);
  return {
    title: '虚拟网络',
    cells: {
      ...rows({
        B1: [titled('虚拟网络规划')],
        B2: [
          '集群名称',
          '虚拟交换机',
          '虚拟网络',
          '网络功能说明',
          'VLAN ID',
          'VLAN类型',
          'SubNetwork',
          'Gateway',
        ],
        J2: ['主机端口', '网口绑定模式', '速率', '端口类型', '物理交换机配置类型'],
        B3: [sampleClusterName, '（IPMI）', '（IPMI）', '带外管理流量', 0, 'Access', '203.0.113.0/24'],
        I3: ['203.0.113.1', 'IPMI', '专用', '1G', '电口', 'Access'],
        C4: ['vDS-MgMt', 'default', 'SMTX OS系统管理网络', 0, 'Access', '192.0.2.0/24', '192.0.2.1'],
        J4: ['ens1f0,ens2f0', 'active-backup', '10G', '光口', 'Access'],
        D5: ['Infra-network', '（可选）', null, 'Access'],
        N5: ['Access'],
        C6: ['vDS-Storage', 'storage', 'SMTX OS内部存储网络', 0, 'Access', '198.51.100.0/24', '198.51.100.1'],
        J6: ['ens1f1,ens2f1', 'active-backup', '25G', '光口', 'Access'],
        C7: ['vDS-Backup', 'backup', 'SMTX 备份服务互联NAS', null, 'Access'],
        J7: ['ens3f0,ens4f0', 'active-backup', '10G', '光口', 'Access'],
        C8: ['vDS-Business'],
        J8: ['ens3f1,ens4f1', 'balance-slb', '10G', '光口', 'Trunk'],
      }),
      ...rows(Object.fromEntries(business.map((values, index) => [`D${8 + index}`, values]))),
      B23: '支持三网独立与存储独立两种模型。',
    },
    merges: [
      'B1:N1',
      'B3:B18',
      'C4:C5',
      'J4:J5',
      'K4:K5',
      'L4:L5',
      'M4:M5',
      'C8:C18',
      'E8:E18',
      'J8:J18',
      'K8:K18',
      'L8:L18',
      'M8:M18',
      'N8:N18',
      'B23:N27',
    ],
  };
}

function hostsSheet(): SampleSheet {
  const cells: Record<string, SampleValue> = rows({
    B1: [titled('主机规划')],
    B2: [
      '序号',
      '集群名称',
      '设备S/N',
      '带外地址',
      '带外账号',
      '带外密码',
      '主机名',
      '管理地址',
      'SSH 用户名',
      '密码',
    ],
    L2: ['管理员账号', '密码', '存储IP', '功能描述', '机架名称', '机架位置 U'],
    C3: [{ formula: '虚拟网络!B3', result: sampleClusterName }],
    C19: ['版本:6.2.0P4', 'Cluster SN'],
    H19: ['集群VIP', '192.0.2.10', '集群管理员'],
    L19: ['root', 'Demo-fisheye-01', '集群功能启用', 'Boost', '存储架构', '混闪-分层'],
    P20: ['网络架构', '三网独立'],
    B21: ['说明：'],
  });
  for (let number = 1; number <= 16; number += 1) {
    const row = number + 2;
    Object.assign(cells, rows({ [`B${row}`]: [number], [`J${row}`]: ['smartx'], [`L${row}`]: ['root'] }));
    cells[`O${row}`] = `Node${number}`;
    if (number <= 4) {
      Object.assign(
        cells,
        rows({
          [`D${row}`]: [`DEMO-SN-0${number}`, `203.0.113.1${number}`, 'admin', `Demo-bmc-0${number}`],
          [`H${row}`]: [`demo-node-0${number}`, `192.0.2.1${number}`],
          [`K${row}`]: [`Demo-smartx-0${number}`],
          [`M${row}`]: [`Demo-root-0${number}`, `198.51.100.1${number}`],
          [`P${row}`]: [number <= 2 ? 'R01' : 'R02', number % 2 === 1 ? 1 : 3],
        }),
      );
    }
  }
  return {
    title: '主机规划',
    cells,
    merges: ['B1:O1', 'Q2:R2', 'C3:C18', 'E19:G19', 'J19:K19', 'B20:M20', 'Q19:R19', 'Q20:R20'],
  };
}

function managementSheet(): SampleSheet {
  return {
    title: '集群管理信息',
    cells: rows({
      B1: [titled('集群管理信息')],
      B2: [
        'SmartX生产平台管理 虚拟机名称',
        '技术说明',
        'Version',
        'IP地址',
        'Web  管理员',
        '密码',
        ' SSH 用户名',
      ],
      I2: ['SSH 密码', '系统管理员', '密码', '性能配置', 'SN', '管理集群'],
      B3: ['Cloudtower', '管理平台', '4.7.1', '192.0.2.2', 'root', 'Demo-tower-01', 'smartx'],
      B4: ['Observability', '监控组件', '1.4.1', '192.0.2.3', 'N/A', 'N/A'],
      B5: ['backup', '备份组件', '2.2.0', '192.0.2.4', 'N/A', 'N/A'],
      N3: [{ formula: '虚拟网络!B3', result: sampleClusterName }],
      B18: ['临时IP', '测试用临时IP范围', '---', '192.0.2.231'],
      E19: ['192.0.2.239'],
      B20: ['其他组件'],
      B21: ['基础架构设备名称', '技术说明', '类别', 'IP地址', '说明'],
      B22: ['NTP Server1', '时间服务器', '物理设备', '192.0.2.5'],
      B23: ['NTP Server2', '时间服务器', '物理设备', '192.0.2.6'],
      B24: ['NTP Server3', '时间服务器', '物理设备', 'ntp.example.net'],
      B25: ['DNS Server1', '域名解析', '域名服务器', '192.0.2.7'],
      B26: ['DNS Server2', '域名解析', '域名服务器', '192.0.2.8'],
    }),
    merges: ['B1:N1', 'N3:N19', 'B18:B19', 'C18:C19', 'D18:D19', 'B20:L20', 'F21:N21'],
  };
}

function portsSheet(): SampleSheet {
  const port = (row: number, name: string, [owner, speed]: readonly [string, string]) =>
    rows({ [`B${row}`]: [`NIC${row - 5}`, name, owner, '', speed] });
  return {
    title: '服务器端口连线(可选)',
    cells: {
      ...rows({ B4: ['逻辑端口', '系统端口名称', '分配虚拟机交换机', '用途', '速率'] }),
      ...port(5, 'ens1f0', ['vDS-MgMt', '10G']),
      ...port(6, 'ens2f0', ['vDS-MgMt', '10G']),
      ...port(7, 'ens1f1', ['vDS-Storage', '25G']),
      ...port(8, 'ens2f1', ['vDS-Storage', '25G']),
      ...port(9, 'ens3f0', ['vDS-Backup', '10G']),
      ...port(10, 'ens4f0', ['vDS-Backup', '10G']),
      ...port(11, 'ens3f1', ['vDS-Business', '10G']),
      ...port(12, 'ens4f1', ['vDS-Business', '10G']),
    },
    merges: ['B3:F3'],
  };
}

export interface SampleChanges {
  /** By `sheet!cell`; null empties the cell. */
  readonly cells?: Readonly<Record<string, SampleValue | null>>;
  /** Anything else, on the sheet itself. */
  readonly edit?: (sheet: (title: string) => SampleSheet) => void;
  readonly withoutSheets?: readonly string[];
  /** New titles by the old ones. */
  readonly renamedSheets?: Readonly<Record<string, string>>;
}

/** The sample with changes. */
export function changedSheets(changes: SampleChanges = {}): readonly SampleSheet[] {
  const sheets = sampleSheets();
  const find = (title: string): SampleSheet => {
    const sheet = sheets.find((candidate) => candidate.title === title);
    if (sheet === undefined) {
      throw new TypeError(`the sample has no sheet ${title}`);
    }
    return sheet;
  };
  for (const [place, value] of Object.entries(changes.cells ?? {})) {
    const [title = '', cell = ''] = place.split('!');
    const { cells } = find(title);
    if (value === null) {
      Reflect.deleteProperty(cells, cell);
    } else {
      cells[cell] = value;
    }
  }
  changes.edit?.(find);
  return sheets
    .filter((sheet) => !(changes.withoutSheets ?? []).includes(sheet.title))
    .map((sheet) => ({ ...sheet, title: changes.renamedSheets?.[sheet.title] ?? sheet.title }));
}

/** Moves everything from a row on down, as inserting rows above it does; merged areas that reach across grow. */
export function insertRows(sheet: SampleSheet, beforeRow: number, count: number): void {
  const moved = (cell: string): string =>
    cell.replace(/\d+$/, (digits) => String(Number(digits) + (Number(digits) >= beforeRow ? count : 0)));
  sheet.cells = Object.fromEntries(Object.entries(sheet.cells).map(([cell, value]) => [moved(cell), value]));
  sheet.merges = sheet.merges.map((merge) => merge.split(':').map(moved).join(':'));
}
