import {
  optionalHeader,
  optionalSheet,
  requiredHeader,
  requiredSheet,
  type AnchorRule,
  type Profile,
} from './profile.ts';

const beside = (isRequired: boolean, ...labels: readonly string[]): AnchorRule => ({
  sheet: 'management',
  labels,
  value: 'beside',
  isRequired,
});

/** The layout of the original stage design: cluster-wide values are labelled on 集群管理信息; only the serial has a fixed cell. */
export const seedProfile: Profile = {
  id: 'seed',
  sheets: {
    document: optionalSheet('文档描述', '附件'),
    network: requiredSheet('虚拟网络'),
    hosts: requiredSheet('主机规划'),
    management: requiredSheet('集群管理信息'),
  },
  tables: {
    hosts: {
      sheet: 'hosts',
      columns: {
        number: optionalHeader('序号'),
        cluster: optionalHeader('集群名称'),
        serial: optionalHeader('设备S/N', '序列号', 'S/N', 'SN'),
        bmcAddress: requiredHeader('带外地址', '带外IP'),
        bmcUser: requiredHeader('带外账号', '带外用户名', '用户名'),
        bmcPassword: requiredHeader('带外密码', '密码'),
        name: requiredHeader('主机名', 'SMTX主机名', '主机名称'),
        managementIp: requiredHeader('管理地址', '管理IP'),
        sshUser: optionalHeader('SSH 用户名', '主机SSH用户名'),
        sshPassword: optionalHeader('SSH 密码', '主机SSH密码'),
        administratorUser: optionalHeader('管理员账号', 'root 用户名'),
        administratorPassword: optionalHeader('管理员密码', 'root 密码'),
        storageIp: optionalHeader('存储IP', '存储地址'),
        rack: optionalHeader('机柜', '机架名称'),
      },
    },
    networks: {
      sheet: 'network',
      columns: {
        cluster: optionalHeader('集群名称'),
        switchName: requiredHeader('虚拟交换机', '业务 VDS 名称', 'VDS 名称'),
        name: requiredHeader('虚拟网络', '虚拟机网络', '网络名称', '网络名'),
        purpose: optionalHeader('网络功能说明'),
        vlanId: requiredHeader('VLAN ID', 'VLAN'),
        vlanType: optionalHeader('VLAN类型'),
        subnet: optionalHeader('SubNetwork', '子网', '网段'),
        gateway: optionalHeader('Gateway', '网关'),
        nics: requiredHeader('绑定网卡', '主机端口'),
        bondMode: optionalHeader('网口绑定模式', '绑定模式'),
      },
    },
  },
  anchors: {
    customer: { sheet: 'document', labels: ['客户名称'], value: 'right', isRequired: false },
    project: { sheet: 'document', labels: ['项目名称'], value: 'right', isRequired: false },
    dataCenter: { sheet: 'document', labels: ['数据中心名称'], value: 'right', isRequired: false },
    serial: { sheet: 'document', cell: 'C18', isRequired: false },
    vip: beside(false, '管理 VIP', '集群 VIP'),
    administratorUser: beside(false, 'Fisheye 管理员用户名', 'Fisheye 管理员'),
    administratorPassword: beside(true, 'Fisheye 管理员密码', 'Fisheye 密码'),
    dnsServers: beside(false, 'DNS 服务器', 'DNS'),
    ntpServers: beside(false, 'NTP 服务器', 'NTP'),
  },
};
