export const plan = {
  owner: {
    host: '主机 {{name}}',
    switch: '虚拟交换机 {{name}}',
    network: '虚拟网络 {{name}}',
    administrator: '集群管理员',
    cluster: '集群',
  },
  field: {
    profile: '模板',
    bmcUser: '带外账号',
    bmcPassword: '带外密码',
    serialSheet: '序列号所在工作表',
    serialCell: '序列号单元格',
  },
} as const;
