import { done, refused } from './answers.ts';
import { readCluster } from './hosts.ts';
import type { Route } from './routes.ts';

const edition = { software_edition: 'ENTERPRISE', license_type: 'TRIAL', period: 90 };

const readLicense: Route['handle'] = ({ world }) => {
  const cluster = readCluster(world);
  if (cluster === null) {
    return refused(404, 'ECLUSTER_NOT_FOUND', 'no plan is attached to the practice site yet');
  }
  if (world.faults.has('licenseMissing')) {
    return done(edition);
  }
  if (world.faults.has('licenseDialect')) {
    return done({ license_info: { ...edition, serial_number: cluster.serial } });
  }
  return done({ ...edition, serial: cluster.serial });
};

export const licenseRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/api/v2/tools/license',
    handle: readLicense,
  },
];
