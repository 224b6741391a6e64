import { BlockList, isIPv4 } from 'node:net';
import type { LaptopRoute } from '../../engines/configure/ports.ts';
import type { Interfaces } from './preflight/laptop.ts';

interface Seen {
  readonly inside: string | null;
  readonly elsewhere: readonly string[];
}

/** Which of this laptop's own addresses share a network with the host. */
function addressesToward(host: string, interfaces: Interfaces): Seen {
  const own = Object.entries(interfaces).flatMap(([name, list = []]) =>
    list
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address, cidr }) => ({ shown: `${name} ${cidr ?? address}`, address, cidr })),
  );
  const reaches = ({ address, cidr }: (typeof own)[number]): boolean => {
    if (cidr === null || !isIPv4(host)) {
      return false;
    }
    const network = new BlockList();
    network.addSubnet(address, Number(cidr.split('/')[1]), 'ipv4');
    return network.check(host, 'ipv4');
  };
  return {
    inside: own.find(reaches)?.shown ?? null,
    elsewhere: own.filter((each) => !reaches(each)).map(({ shown }) => shown),
  };
}

export interface LaptopRoutes {
  /** @param order names the run's order; what it was first asked with counts as before. */
  toward(order: string, host: string): () => LaptopRoute;
}

/** Remembers, for each order in this process, how the laptop stood in the site's network when its run was picked up first. */
export function createLaptopRoutes(interfaces: () => Interfaces): LaptopRoutes {
  const before = new Map<string, string | null>();
  return {
    toward(order, host) {
      if (!before.has(order)) {
        before.set(order, addressesToward(host, interfaces()).inside);
      }
      return () => {
        const { inside, elsewhere } = addressesToward(host, interfaces());
        return { before: before.get(order) ?? null, now: inside, elsewhere };
      };
    },
  };
}
