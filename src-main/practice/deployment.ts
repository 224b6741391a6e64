import type { Json } from '../contract/json.ts';
import { done } from './answers.ts';
import { readCluster, readHosts, type HostRow } from './hosts.ts';
import type { Route } from './routes.ts';
import type { PracticeWorld } from './world.ts';

/** What the scan says of one host. The addresses stand on the virtual ports the cluster software makes. */
function scanned(world: PracticeWorld, host: HostRow): Json {
  const version = readCluster(world)?.version ?? '';
  const virtual = [
    { name: 'port-mgt', ip: host.managementIp },
    { name: 'port-storage', ip: host.storageIp },
  ].filter((port) => port.ip !== null);
  const nics = host.nics.filter((name) => !world.faults.has('nicAbsent', { name }));
  const physical = nics.map((name) => ({ name, ip: null, speed: 10_000, link_detected: true }));
  return {
    host_uuid: host.uuid,
    hostname: host.name,
    serial: host.serial,
    sn: host.serial,
    host_ip: host.managementIp,
    version,
    status: 'DEPLOYED',
    ifaces: [...virtual, ...physical],
    disks: ['sda', 'sdb'].map((name) => ({
      drive: name,
      size: 960_197_124_096,
      type: 'SSD',
      function: 'smtx_system',
    })),
  };
}

const scan: Route['handle'] = ({ world }) =>
  done(world.faults.has('scanEmpty') ? [] : readHosts(world).map((host) => scanned(world, host)));

export const deploymentRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/api/v2/deployment/host',
    open: (world) => !world.faults.has('scanNeedsToken'),
    handle: scan,
  },
  {
    method: 'GET',
    pattern: '/api/v2/deployment/deploy_verify',
    open: () => true,
    handle: ({ world }) =>
      done({ is_deployed: !world.faults.has('deployNotDeployed'), platform: 'practice' }),
  },
];
