import { cells, type FindingCase } from './finding-case.ts';

/** Cells whose meaning would have to be guessed, or that say more than a plan can hold. */
export const guessedCellCases: readonly FindingCase[] = [
  {
    code: 'vlan-type',
    change: cells({ '虚拟网络!G9': '混合' }),
    at: '虚拟网络!G9',
    blocks: ['network.switches[3].networks[1].vlanId'],
    says: 'VLAN 类型为「混合」，仅支持 Access，不创建该网络',
  },
  {
    code: 'vlan-type',
    change: cells({ '虚拟网络!G10': 'Access/Trunk' }),
    at: '虚拟网络!G10',
    blocks: ['network.switches[3].networks[2].vlanId'],
  },
  {
    code: 'formula-error',
    change: cells({ '虚拟网络!G9': { formula: 'Sheet9!A1', result: '#REF!' } }),
    at: '虚拟网络!G9',
    blocks: ['network.switches[3].networks[1].vlanType'],
  },
  {
    code: 'ip-whitespace-fullwidth',
    change: cells({ '集群管理信息!E22': '192.0.2. 5' }),
    at: '集群管理信息!E22',
    says: '含空格或全角字符，按 192.0.2.5 处理',
  },
  {
    code: 'ip-whitespace-fullwidth',
    change: cells({ '集群管理信息!E24': 'ntp.example .com' }),
    at: '集群管理信息!E24',
    says: '含空格或全角字符，按 ntp.example.com 处理',
  },
  {
    code: 'ip-whitespace-fullwidth',
    change: cells({ '集群管理信息!E25': '192.0.2.7, 192.0 .2.9' }),
    at: '集群管理信息!E25',
    says: '含空格或全角字符，按 192.0.2.9 处理',
  },
  {
    code: 'several-values',
    change: cells({ '集群管理信息!E25': '192.0.2.7  192.0.2.9' }),
    at: '集群管理信息!E25',
    blocks: ['network.dns[0]'],
    says: '一个单元格内有多个值：192.0.2.7, 192.0.2.9',
  },
  {
    code: 'several-values',
    change: cells({ '集群管理信息!E24': 'ntp1.example.com ntp2.example.com' }),
    at: '集群管理信息!E24',
    blocks: ['network.ntp[2]'],
    says: '一个单元格内有多个值：ntp1.example.com, ntp2.example.com',
  },
  {
    code: 'several-values',
    change: cells({ '集群管理信息!E24': 'ntp example.com' }),
    at: '集群管理信息!E24',
    blocks: ['network.ntp[2]'],
  },
  {
    code: 'ip-format',
    change: cells({ '集群管理信息!E24': '.example.com' }),
    at: '集群管理信息!E24',
    blocks: ['network.ntp[2]'],
  },
  {
    code: 'volatile-value',
    change: cells({ '主机规划!D3': { formula: '"SN"&RANDBETWEEN(1,9)', result: 'SN4' } }),
    at: '主机规划!D3',
    says: '由 RANDBETWEEN 函数计算，重新计算后值可能变化，按已保存的值处理',
  },
  {
    code: 'volatile-value',
    change: cells({
      '主机规划!I19': { formula: '$T$1', result: '192.0.2.10' },
      '主机规划!T1': { formula: 'INDIRECT("T2")', result: '192.0.2.10' },
    }),
    at: '主机规划!I19',
    says: '由 INDIRECT 函数计算，重新计算后值可能变化，按已保存的值处理',
  },
  {
    code: 'row-half-filled',
    change: {},
    at: '虚拟网络!F7:H7',
    says: 'backup：未填写 VLAN、网段，不是业务网络，补齐后本工具也不创建',
  },
];
