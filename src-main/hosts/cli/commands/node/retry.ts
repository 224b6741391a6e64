import * as cluster from '../../cluster-options.ts';
import { option } from '../../declare.ts';
import { defineCommand } from '../../define-command.ts';
import { runDocument } from '../../wait-for-run.ts';
import * as take from './do-order.ts';

export const command = defineCommand({
  does: {
    zh: '重试纳管或解纳管失败的节点：保留证据，删除失败的 Pod，重置状态并跟踪到结束',
    en: 'retries nodes that failed to be managed or unmanaged: keeps the evidence, deletes the failed pods, resets the status, and follows them to their end',
  },
  exits: take.waits,
  documents: { '': runDocument },
  declare: (bare) =>
    bare
      .addArgument(take.names)
      .addOption(cluster.connection)
      .addOption(cluster.kubeconfig)
      .addOption(cluster.context)
      .addOption(cluster.allow)
      .addOption(cluster.practice)
      .addOption(cluster.fault)
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
      .addOption(take.preview)
      .addOption(take.yes),
  run: ({ args: [names], options, command: line, output }) =>
    take.doOrder({ action: 'retry', names, options, line, output }),
});
