import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { hashSecret, makeUpPassword } from './hashed-secret.ts';
import { createHostKey } from './host-key.ts';
import { readCluster, readHosts, type HostRow } from './hosts.ts';
import type { PracticePlan } from './plan.ts';
import type { PracticeWorld } from './world.ts';

const defaultVersion = '6.2.0';
const sharedPasswordSchema = z.string().nullable();

/** Everything but the journal, the operator and the site's own certificate and port. */
function forgetSite(world: PracticeWorld): void {
  for (const table of ['host', 'session', 'job', 'ipmi', 'vds', 'image']) {
    world.store.run(`DELETE FROM ${table}`);
  }
  world.store.run(
    "DELETE FROM one WHERE name IN ('cluster', 'root', 'vip', 'dns', 'ntp', 'initialPassword')",
  );
}

/** A password for one account: its own, or the one all accounts of the site share. */
function initialPassword(world: PracticeWorld, shared: { value: string | null }): string {
  if (world.initialPasswords === 'per-account') {
    return makeUpPassword();
  }
  shared.value ??= makeUpPassword();
  return shared.value;
}

function addHost(world: PracticeWorld, host: PracticePlan['hosts'][number]): string {
  const uuid = randomUUID();
  const key = createHostKey();
  world.store.run('INSERT INTO host VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)', [
    uuid,
    host.number,
    host.name,
    host.serial ?? `PRACTICE${randomBytes(4).toString('hex').toUpperCase()}`,
    host.managementIp,
    host.storageIp,
    host.bmcAddress,
    JSON.stringify(host.nics),
    key,
  ]);
  return uuid;
}

/** Addresses and ports follow the plan; what makes the host itself (uuid, key, passwords) stays. */
function updateHost(world: PracticeWorld, known: HostRow, host: PracticePlan['hosts'][number]): string {
  world.store.run(
    'UPDATE host SET number = ?, serial = ?, management_ip = ?, storage_ip = ?, bmc_address = ?, nics = ? WHERE uuid = ?',
    [
      host.number,
      host.serial ?? known.serial,
      host.managementIp,
      host.storageIp,
      host.bmcAddress,
      JSON.stringify(host.nics),
      known.uuid,
    ],
  );
  return known.uuid;
}

function addSwitches(world: PracticeWorld, plan: PracticePlan): void {
  const hosts = readHosts(world);
  for (const planned of plan.switches ?? []) {
    const uuid = randomUUID();
    const associated = hosts.map((host) => ({
      host_uuid: host.uuid,
      nics_associated: planned.nics,
      data_ip: null,
    }));
    world.store.run('INSERT INTO vds VALUES (?, ?, ?, ?)', [
      uuid,
      planned.name,
      planned.bondMode,
      JSON.stringify(associated),
    ]);
    for (const network of planned.networks) {
      world.store.run('INSERT OR IGNORE INTO vlan VALUES (?, ?, ?, ?)', [
        randomUUID(),
        uuid,
        network.name,
        network.vlanId,
      ]);
    }
  }
}

function attachHosts(world: PracticeWorld, plan: PracticePlan): void {
  const known = new Map(readHosts(world).map((host) => [host.name, host]));
  const shared = { value: world.store.read(sharedPasswordSchema, 'initialPassword') };
  for (const host of plan.hosts) {
    const before = known.get(host.name);
    const uuid = before === undefined ? addHost(world, host) : updateHost(world, before, host);
    for (const user of host.accounts) {
      const password = initialPassword(world, shared);
      world.store.run('INSERT OR IGNORE INTO account (host_uuid, user, hash, made_up) VALUES (?, ?, ?, ?)', [
        uuid,
        user,
        hashSecret(password),
        password,
      ]);
    }
  }
  world.store.write('initialPassword', shared.value);
}

/**
 * Makes the site from a plan, in one transaction. The same plan again changes nothing, more hosts are added, and a plan
 * that knows none of the site's hosts is another site: everything is replaced, the journal goes on.
 */
export function attachPlan(world: PracticeWorld, plan: PracticePlan): void {
  world.store.transaction(() => {
    const known = new Set(readHosts(world).map((host) => host.name));
    const isSame = plan.hosts.some((host) => known.has(host.name));
    if (known.size > 0 && !isSame) {
      forgetSite(world);
    }
    attachHosts(world, plan);
    const before = readCluster(world);
    if (before === null) {
      addSwitches(world, plan);
    }
    world.store.write('cluster', {
      name: plan.clusterName,
      plannedVip: plan.vip,
      version: plan.version ?? before?.version ?? defaultVersion,
      serial: before?.serial ?? randomUUID(),
    });
  });
}
