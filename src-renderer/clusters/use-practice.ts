import { useLocation } from 'wouter';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import { useDeed, type Deed } from '../ask/use-call.ts';
import { addressIn, type ClusterRoom } from './room.ts';

/** The connection to the practice cluster; it is added where there is none, under a name that is free. */
async function practiceConnection(client: AppClient): Promise<string> {
  const connections = await client.connections.list({});
  const known = connections.find(({ kind }) => kind === 'practice');
  if (known !== undefined) {
    return known.name;
  }
  const taken = new Set(connections.map(({ name }) => name.toLowerCase()));
  const names = [
    'practice',
    ...Array.from({ length: taken.size + 1 }, (_, index) => `practice-${index + 2}`),
  ];
  const name = names.find((one) => !taken.has(one)) ?? 'practice';
  return (await client.connections.add({ kind: 'practice', name, isDefault: false })).name;
}

/** Leads to what is in the practice cluster. */
export function useOpenPractice(room: ClusterRoom): Deed<void> {
  const [, go] = useLocation();
  return useDeed(async (client) => go(addressIn(room, await practiceConnection(client))));
}
