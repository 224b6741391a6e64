export const clusters = {
  cluster: 'Cluster',
  failed: 'The connections could not be read',
  choose: {
    none: 'No cluster yet',
    noneHint:
      'Add a connection, or get to know it on the practice cluster: it has workloads and nodes of its own and touches no real site.',
    which: 'Choose a cluster',
    whichHint: 'There is no default connection. Make one the default under Connections to open it here.',
    add: 'Add connection…',
    practice: 'Open the practice cluster',
    failed: 'The practice cluster could not be opened',
    gone: 'No such connection',
    goneHint: 'There is no connection named {{name}}, or it does not support this.',
    all: 'Choose another cluster',
  },
  watch: {
    stale:
      'The list of {{kinds}} is from {{time}} ({{age}} ago) and may be out of date. {{why}}It updates once the cluster can be reached again.',
    never: 'The list of {{kinds}} has not been read yet. {{why}}It appears once the cluster can be reached.',
  },
  unseen: 'No permission to read them',
} as const;
