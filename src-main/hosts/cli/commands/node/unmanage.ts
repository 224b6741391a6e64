import * as cluster from '../../cluster-options.ts';

import { defineCommand } from '../../define-command.ts';
import { runDocument } from '../../wait-for-run.ts';
import * as take from './do-order.ts';

export const command = defineCommand({
  does: {
    zh: '把节点移出集群，并跟踪到结束；不会解绑工作空间',
    en: 'takes nodes out of their cluster, and follows them to their end; never unbinds a workspace',
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
      .addOption(take.atOnce)
      .addOption(take.preview)
      .addOption(take.yes),
  run: ({ args: [names], options, command: line, output }) =>
    take.doOrder({ action: 'unmanage', names, options, line, output }),
});
