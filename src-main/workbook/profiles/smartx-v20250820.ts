import {
  optionalHeader,
  optionalSheet,
  requiredHeader,
  requiredSheet,
  type AnchorRule,
  type Profile,
  type SheetKey,
} from './profile.ts';

const right = (sheet: SheetKey, ...labels: readonly string[]): AnchorRule => ({
  sheet,
  labels,
  value: 'right',
  isRequired: false,
});

/** The vendor's planning template as of 20 August 2025. */
export const smartxV20250820: Profile = {
  id: 'smartx-v20250820',
  sheets: {
    document: optionalSheet('文档描述'),
    network: requiredSheet('虚拟网络'),
    hosts: requiredSheet('主机规划'),
    management: requiredSheet('集群管理信息'),
    confirmation: optionalSheet('配置确认表'),
    racks: optionalSheet('机架位置'),
    ports: optionalSheet('服务器端口连线(可选)', '服务器端口连线'),
    revisions: optionalSheet('更新说明'),
  },
  tables: {
    hosts: {
      sheet: 'hosts',
      columns: {
        number: optionalHeader('序号'),
        cluster: optionalHeader('集群名称'),
        serial: optionalHeader('设备S/N'),
        bmcAddress: requiredHeader('带外地址'),
        bmcUser: requiredHeader('带外账号'),
        bmcPassword: requiredHeader('带外密码'),
        name: requiredHeader('主机名'),
        managementIp: requiredHeader('管理地址'),
        sshUser: requiredHeader('SSH 用户名'),
        sshPassword: requiredHeader('密码'),
        administratorUser: requiredHeader('管理员账号'),
        administratorPassword: { ...requiredHeader('密码'), occurrence: 2 },
        storageIp: requiredHeader('存储IP'),
        rack: optionalHeader('机架名称'),
        rackUnit: optionalHeader('机架位置 U'),
      },
    },
    networks: {
      sheet: 'network',
      columns: {
        cluster: optionalHeader('集群名称'),
        switchName: requiredHeader('虚拟交换机'),
        name: requiredHeader('虚拟网络'),
        purpose: optionalHeader('网络功能说明'),
        vlanId: requiredHeader('VLAN ID'),
        vlanType: optionalHeader('VLAN类型'),
        subnet: requiredHeader('SubNetwork'),
        gateway: requiredHeader('Gateway'),
        nics: requiredHeader('主机端口'),
        bondMode: requiredHeader('网口绑定模式'),
        speed: optionalHeader('速率'),
        physicalType: optionalHeader('物理交换机配置类型'),
      },
    },
    components: {
      sheet: 'management',
      columns: {
        name: optionalHeader('SmartX生产平台管理 虚拟机名称'),
        description: optionalHeader('技术说明'),
        address: optionalHeader('IP地址'),
      },
    },
    services: {
      sheet: 'management',
      columns: {
        name: requiredHeader('基础架构设备名称'),
        description: optionalHeader('技术说明'),
        category: optionalHeader('类别'),
        address: requiredHeader('IP地址'),
      },
    },
    confirmations: {
      sheet: 'confirmation',
      columns: { item: optionalHeader('配置项'), choice: optionalHeader('确认项') },
    },
    ports: {
      sheet: 'ports',
      columns: {
        port: optionalHeader('系统端口名称'),
        switchName: optionalHeader('分配虚拟机交换机', '分配虚拟交换机'),
        speed: optionalHeader('速率'),
      },
    },
    revisions: {
      sheet: 'revisions',
      columns: { date: optionalHeader('更新日期'), note: optionalHeader('更新记录') },
    },
  },
  anchors: {
    customer: right('document', '客户名称'),
    project: right('document', '项目名称'),
    dataCenter: right('document', '数据中心名称'),
    version: { sheet: 'hosts', labels: ['版本'], value: 'inside', isRequired: false },
    serial: right('hosts', 'Cluster SN'),
    vip: { sheet: 'hosts', labels: ['集群VIP'], value: 'right', isRequired: true },
    administratorUser: { sheet: 'hosts', labels: ['集群管理员'], value: 'right', isRequired: true },
    administratorPassword: {
      sheet: 'hosts',
      labels: ['集群管理员'],
      value: 'second-right',
      isRequired: true,
    },
    functions: right('hosts', '集群功能启用'),
    storageLayout: right('hosts', '存储架构'),
    networkLayout: right('hosts', '网络架构'),
  },
};
