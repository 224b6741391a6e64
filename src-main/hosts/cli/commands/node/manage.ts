import * as cluster from '../../cluster-options.ts';

import { defineCommand } from '../../define-command.ts';
import { runDocument } from '../../wait-for-run.ts';
import * as take from './do-order.ts';

export const command = defineCommand({
  does: {
    zh: '把节点纳入集群，并跟踪到结束',
    en: 'brings nodes into a cluster, and follows them to their end',
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
      .addOption(take.into)
      .addOption(take.atOnce)
      .addOption(take.preview)
      .addOption(take.yes),
  run: ({ args: [names], options, command: line, output }) =>
    take.doOrder({ action: 'manage', names, options, line, output }),
});
