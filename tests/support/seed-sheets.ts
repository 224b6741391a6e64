import type { SampleSheet } from './sample-sheets.ts';

/** A plan in the layout of the `seed` profile: cluster-wide values labelled on 集群管理信息. */
export function seedSheets(): SampleSheet[] {
  return [
    {
      title: '集群管理信息',
      merges: [],
      cells: {
        B2: '字段',
        C2: '值',
        B3: 'Fisheye 管理员用户名',
        C3: 'root',
        B4: 'Fisheye 管理员密码',
        C4: 'Demo-fisheye-01',
        B5: '管理 VIP',
        C5: '192.0.2.10',
        B6: 'DNS 服务器',
        C6: '192.0.2.7, 192.0.2.8',
        B7: 'NTP 服务器 1',
        C7: '192.0.2.5',
        B8: 'NTP 服务器 2',
        C8: 'ntp.example.net',
        B9: 'NTP 服务器 3',
        C9: '192.0.2.6',
      },
    },
    {
      title: '主机规划',
      merges: [],
      cells: Object.assign(
        { A1: '主机名', B1: '管理地址', C1: '带外地址', D1: '用户名', E1: '密码' },
        ...[2, 3, 4].map((row) => ({
          [`A${row}`]: `demo-0${row}`,
          [`B${row}`]: `192.0.2.1${row}`,
          [`C${row}`]: `203.0.113.1${row}`,
          [`D${row}`]: 'admin',
          [`E${row}`]: `Demo-bmc-0${row}`,
        })),
      ) as Record<string, string>,
    },
    {
      title: '虚拟网络',
      merges: [],
      cells: {
        A1: '业务 VDS 名称',
        B1: '绑定网卡',
        C1: '网络名称',
        D1: 'VLAN',
        E1: '网关',
        A2: 'vDS-Business',
        B2: 'ens1,ens2',
        C2: 'VLAN-20',
        D2: 20,
        E2: '198.18.20.1/24',
        C3: 'VLAN-21',
        D3: 21,
      },
    },
    { title: '文档描述', merges: [], cells: { B18: '集群序列号' } },
  ];
}
