export const site = {
  title: 'Site and options',
  noSite: {
    title: 'No site selected',
    hint: 'Choose the practice site, or enter the address of any node of the cluster. Nothing is contacted until you do.',
  },
  failed: { sheet: 'Could not read the planning workbook' },
  where: 'Target',
  take: 'Apply and refresh',
  problem: {
    choose: 'Choose the practice site or the real site',
    address: 'Enter the address of the cluster, starting with https://',
    http: 'Confirm the risk before using plain HTTP',
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
    hint: 'The management address of any node. The VIP may move to another node later, so each node’s certificate is checked.',
    proposed: 'From the planning workbook:',
    take: 'Use {{address}}',
    allowHttp: 'Allow plain HTTP',
    httpWarning:
      'Passwords are sent in clear text and can be read by anyone on the network. Use HTTPS if the node supports it.',
  },
  iso: {
    title: 'VMTools image',
    hint: 'Nothing is uploaded without one. If the vendor’s .sha256 file is in the same folder, the site check verifies the image against it.',
    none: 'Not selected',
    choose: 'Choose an ISO…',
    remove: 'Do not upload',
  },
  secrets: {
    title: 'Passwords not in the workbook',
    hint: 'Kept in memory only, never on disk, in logs or in reports.',
    token: 'Cluster token',
    'current-password': 'Current host password',
  },
  options: {
    title: 'Options',
    overwriteSerial: 'Overwrite an existing serial',
    accepted: 'Accepted fingerprints',
    withdraw: 'Withdraw',
  },
} as const;
