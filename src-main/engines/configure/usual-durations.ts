/**
 * Milliseconds that each kind of step takes on a cluster of a few hosts, until this home has runs to tell it by. Only
 * how they compare with each other counts: the run's own tempo scales them.
 */
export const usualMs: Readonly<Record<string, number>> = {
  connect: 50,
  identity: 5_000,
  scan: 4_500,
  pairing: 50,
  root: 7_000,
  session: 1_500,
  vip: 4_000,
  dns: 5_500,
  ntp: 5_500,
  ipmi: 4_500,
  vds: 13_000,
  vlan: 2_500,
  'vlan-count': 600,
  password: 4_500,
  iso: 22_000,
  serial: 700,
  'write-back': 300,
  reread: 2_000,
  report: 300,
};
