export const plan = {
  owner: {
    host: 'Host {{name}}',
    switch: 'Virtual switch {{name}}',
    network: 'Network {{name}}',
    administrator: 'Cluster administrator',
    cluster: 'Cluster',
  },
  field: {
    profile: 'Template',
    bmcUser: 'BMC user',
    bmcPassword: 'BMC password',
    serialSheet: 'Serial sheet',
    serialCell: 'Serial cell',
  },
} as const;
