import { onCluster } from '../../cluster-options.ts';
import { defineCommand } from '../../define-command.ts';
import { mayWait, preview, yes } from '../../order-run.ts';
import { runDocument } from '../../wait-for-run.ts';
import * as take from './do-order.ts';

export const command = defineCommand({
  does: {
    zh: '把节点移出集群，并跟踪到结束；不会解绑工作空间',
    en: 'takes nodes out of their cluster, and follows them to their end; never unbinds a workspace',
  },
  exits: { 11: mayWait },
  documents: { '': runDocument },
  declare: (bare) =>
    onCluster(bare).addArgument(take.names).addOption(take.atOnce).addOption(preview).addOption(yes),
  run: ({ args: [names], options, command: line, output }) =>
    take.doOrder({ action: 'unmanage', names, options, line, output }),
});
