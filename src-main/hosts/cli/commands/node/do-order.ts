/** What every command that changes nodes does with its order: preview it, ask, start it, and follow it to its end. */
import type { z } from 'zod';
import type { nodeOrderSchema } from '../../../../contract/node-retry.ts';
import type { NodeAction } from '../../../../contract/node-retry-names.ts';
import { openForWork, withAccess } from '../../access.ts';
import { clusterOf, type ClusterOptions } from '../../cluster-options.ts';
import type { CommandLine } from '../../command-line.ts';
import { argument, option } from '../../declare.ts';
import { wholeNumber } from '../../option-values.ts';
import { isConfirmed, showPreview } from '../../order-run.ts';
import type { Output } from '../../output.ts';
import { waitForRun } from '../../wait-for-run.ts';

export const names = argument('[NAME...]', { zh: '节点的名称', en: 'names of nodes' });

export const into = option('--cluster <CLUSTER>', {
  zh: '要加入的集群；只有一个集群时可不指定',
  en: 'the cluster to bring the nodes into; not needed where there is only one',
});

/** More at a time would be all at once. */
const places = { from: 1, to: 10_000 };

export const atOnce = option('--at-once <N>', {
  zh: '同时处理的节点数；不指定时同时处理全部',
  en: 'how many nodes are worked on at the same time; all at once unless given',
}).argParser(wholeNumber('--at-once', places));

interface NodeOptions extends ClusterOptions {
  readonly cluster?: string;
  readonly allFailed?: true;
  readonly atOnce?: number;
  readonly preview?: true;
  readonly yes?: true;
}

interface Given {
  readonly action: NodeAction;
  readonly names: string[];
  readonly options: NodeOptions;
  readonly line: CommandLine;
  readonly output: Output;
}

export function doOrder({ action, names: given, options, line, output }: Given): Promise<number> {
  return withAccess(
    () => openForWork(line),
    async (access, begins) => {
      const order: z.input<typeof nodeOrderSchema> = {
        cluster: await clusterOf(options, access, line),
        action,
        names: given,
        allFailed: options.allFailed ?? false,
        into: options.cluster ?? null,
        atOnce: options.atOnce ?? null,
      };
      const asked = { kind: 'node-retry', order };
      const ordering = { access, command: line, output };
      if (options.preview === true) {
        await showPreview(asked, ordering);
        return 0;
      }
      const confirmed = await isConfirmed(asked, options.yes === true, ordering);
      if (confirmed === null) {
        return 130;
      }
      begins();
      const run = await access.client.runs.start({ ...asked, confirmed });
      return waitForRun(run, ordering);
    },
  );
}
