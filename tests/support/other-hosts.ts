import { practicePlanOf } from '../../src-main/engines/configure/practice-plan.ts';
import type { Scene } from './configure-scene.ts';

type Hosts = ReturnType<typeof practicePlanOf>['hosts'];

/** Has the practice site make the hosts of the sheet as it is now, changed on the way. */
export async function deploy(
  scene: Scene,
  change: (hosts: Hosts) => Hosts = (hosts) => hosts,
): Promise<void> {
  const { plan } = await scene.client().plan.read({ file: scene.request().file });
  const site = practicePlanOf(plan);
  await scene.site().attach({ ...site, hosts: change(site.hosts) });
}

/** A host too many, which cannot be told from the second one. */
export const spareOf = (hosts: Hosts): Hosts => [
  ...hosts,
  ...hosts.slice(1).map((host) => ({
    ...host,
    name: 'spare',
    number: 9,
    managementIp: '192.0.2.99',
    storageIp: null,
  })),
];
