export const site = {
  title: 'Site and options',
  noSite: {
    title: 'No address of a site yet',
    hint: 'Give the address of any node of the cluster, or use the practice site.',
  },
  failed: { sheet: 'The sheet cannot be read' },
  where: 'Where it is done',
  take: 'Use and look again',
  problem: {
    address: 'Give the address of the cluster, beginning with https://',
    http: 'Plain http has to be accepted first',
  },
  practice: {
    title: 'Practice site',
    hint: 'A simulated cluster with its hosts, on this machine only. It touches no real device.',
    faults: 'Faults',
    noFaults: 'No fault',
    faultsHint:
      'Any number; the parameters in them, such as a host or a chunk, can be rewritten. They work at once, for the practice site of this machine.',
    reset: 'Reset the practice site',
    resetTitle: 'Reset the practice site?',
    resetText:
      'The simulated cluster is as new and the sample sheet is as it was; changes in either are lost. The records of runs stay.',
    resetFailed: 'The practice site was not reset',
  },
  real: {
    title: 'Real site',
    address: 'Cluster address',
    hint: 'The management address of any node. The virtual address may move to another node later; the certificate of each is checked.',
    allowHttp: 'Accept plain http',
    httpWarning:
      'Passwords cross the network readable for anybody on it. Use https where the node offers it.',
  },
  iso: {
    title: 'VMTools image',
    hint: 'Without one nothing is uploaded. Where a .sha256 file of the vendor lies beside it, the site check compares them.',
    none: 'none',
    choose: 'Choose an ISO…',
    remove: 'Do not upload',
  },
  secrets: {
    title: 'Passwords that stand in no sheet',
    hint: 'Kept in memory only, never on disk, in logs or in reports.',
    token: 'Cluster token',
    'current-password': 'Host password today',
  },
  options: {
    title: 'Options',
    overwriteSerial: 'Overwrite a serial that stands in the sheet',
    accepted: 'Accepted fingerprints',
    withdraw: 'Withdraw',
  },
} as const;
