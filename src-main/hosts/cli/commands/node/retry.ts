import { onCluster } from '../../cluster-options.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { mayWait, preview, yes } from '../../order-run.ts';
import { runDocument } from '../../wait-for-run.ts';
import * as take from './do-order.ts';

export const command = defineCommand({
  does: {
    zh: '重试纳管或解纳管失败的节点：保留证据，删除失败的 Pod，重置状态并跟踪到结束',
    en: 'retries nodes that failed to be managed or unmanaged: keeps the evidence, deletes the failed pods, resets the status, and follows them to their end',
  },
  exits: { 11: mayWait },
  documents: { '': runDocument },
  declare: (bare) =>
    onCluster(bare)
      .addArgument(take.names)
      .addOption(
        option('--all-failed', {
          zh: '所有处于失败状态的节点',
          en: 'all nodes in a failed phase',
        }),
      )
      .addOption(
        option(
          '--cluster <CLUSTER>',
          { zh: '只重试该集群中的节点', en: 'retries only those of this cluster' },
          { needs: ['--all-failed'] },
        ),
      )
      .addOption(take.atOnce)
      .addOption(preview)
      .addOption(yes),
  run: ({ args: [names], options, command: line, output }) =>
    take.doOrder({ action: 'retry', names, options, line, output }),
});
