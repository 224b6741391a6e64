/** A topic of an engine that does not exist: objects of a cluster, thousands of them, in memory while somebody follows. */
import { z } from 'zod';
import { createLiveLists, type LiveListParts, type ListTools } from '../../src-main/feed/live-lists.ts';
import type { TopicSource } from '../../src-main/feed/topics.ts';

const objectRowSchema = z.object({
  namespace: z.string(),
  name: z.string(),
  phase: z.enum(['Pending', 'Running', 'Failed']),
  restarts: z.number().int(),
});
export type ObjectRow = z.infer<typeof objectRowSchema>;

declare module '../../src-main/contract/feed.ts' {
  interface CollectionRows {
    readonly object: ObjectRow;
  }
}

export interface ObjectTopic {
  readonly source: TopicSource;
  /** The cluster behind it: what a look finds. */
  readonly cluster: Map<string, ObjectRow>;
  /** Names in the order in which their lists were opened, looked at again and closed. */
  readonly events: readonly string[];
  /** Changes an object, as a watch would tell it. */
  restart(id: string): void;
  look(name: string): void;
  /** The watch of a list breaks. */
  breakOff(name: string, thrown: unknown): void;
}

export const objectId = (index: number): string => `default/pod-${String(index).padStart(4, '0')}`;

export function createObjectTopic(count: number, parts: Omit<LiveListParts, 'open'>): ObjectTopic {
  const cluster = new Map<string, ObjectRow>();
  for (let index = 0; index < count; index += 1) {
    const [namespace = '', name = ''] = objectId(index).split('/');
    cluster.set(objectId(index), { namespace, name, phase: 'Running', restarts: 0 });
  }
  const open = new Map<string, ListTools>();
  const events: string[] = [];
  const lists = createLiveLists({
    ...parts,
    open(name, tools) {
      events.push(`open ${name}`);
      open.set(name, tools);
      const look = (): void => tools.rows.replace('object', cluster);
      // A list of a cluster comes over the network.
      const ready = Promise.resolve().then(look);
      return {
        ready,
        look() {
          events.push(`look ${name}`);
          look();
        },
        close() {
          events.push(`close ${name}`);
          open.delete(name);
        },
      };
    },
  });
  return {
    source: {
      prefix: 'objects:',
      collections: { object: objectRowSchema },
      live: (name) => lists.join(name),
    },
    cluster,
    events,
    restart(id) {
      const before = cluster.get(id);
      if (before === undefined) {
        throw new TypeError(`there is no object ${id}`);
      }
      const row = { ...before, restarts: before.restarts + 1 };
      cluster.set(id, row);
      for (const { rows } of open.values()) {
        rows.put({ collection: 'object', id, row });
      }
    },
    look: (name) => lists.look(name),
    breakOff: (name, thrown) => open.get(name)?.fail(thrown),
  };
}
