import { z } from 'zod';
import { jsonColumn } from './store.ts';
import type { PracticeWorld } from './world.ts';

const hostRow = z.object({
  uuid: z.string(),
  number: z.number(),
  name: z.string(),
  serial: z.string(),
  managementIp: z.string(),
  storageIp: z.string().nullable(),
  bmcAddress: z.string().nullable(),
  nics: jsonColumn(z.array(z.string())),
  /** The site's own SSH host key, private, OpenSSH format. */
  sshKey: z.string(),
  /** The port it was last served on; kept where it is still free. */
  sshPort: z.number(),
});
export type HostRow = z.infer<typeof hostRow>;

/** The hosts in the order of their numbers. */
export function readHosts(world: PracticeWorld): HostRow[] {
  return world.store.all(
    hostRow,
    `SELECT uuid, number, name, serial, management_ip AS managementIp, storage_ip AS storageIp,
      bmc_address AS bmcAddress, nics, ssh_key AS sshKey, ssh_port AS sshPort FROM host ORDER BY number, name`,
  );
}

const clusterSchema = z.object({
  name: z.string().nullable(),
  plannedVip: z.string().nullable(),
  version: z.string(),
  serial: z.string(),
});

/** The cluster as attached; null before the first plan. */
export function readCluster(world: PracticeWorld): z.infer<typeof clusterSchema> | null {
  return world.store.read(clusterSchema, 'cluster');
}

const operatorSchema = z.object({ username: z.string(), password: z.string() });

/**
 * The site's own administrator: made up by the site, always able to log in to the SmartX API, so that a person can look
 * into the site before root is set up and after root's password is one that the site keeps only as a hash.
 */
export function readOperator(world: PracticeWorld): z.infer<typeof operatorSchema> {
  const operator = world.store.read(operatorSchema, 'operator');
  if (operator === null) {
    throw new Error('the practice site has no operator');
  }
  return operator;
}
